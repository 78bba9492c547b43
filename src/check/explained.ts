/** Id under which the oracle reports: some admissible choices of the model explain each step. */
export const EXPLAINED = 'explained';

/** What that says must hold. */
export const EXPLAINED_TITLE = 'Some admissible choices of the model explain each step.';
