/** What can be said for certain: a change that is too young to be seen everywhere leaves it `open` (F-122). */
export type Certainty = 'yes' | 'no' | 'open';
