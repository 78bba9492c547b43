/** Name under which forms of report tell whether a system answers the same steps alike; it is no property. */
export const DETERMINISTIC = 'deterministic';

/** What that says: not that it must, for where AWS leaves an answer open S3 may give either. */
export const DETERMINISTIC_TITLE = 'The system under test answers the same steps alike when they are taken again.';
