import type { Story } from '../story.ts';
import { CLIENT_STORIES } from './client-stories.ts';
import { DIRECTORY_STORIES } from './directory-stories.ts';
import { KEY_STORIES } from './key-stories.ts';
import { REQUESTER_STORIES } from './requester-stories.ts';
import { SERVICE_STORIES } from './service-stories.ts';
import { WRITE_STORIES } from './write-stories.ts';

/** The stories that are told act by act, in the order of the command line. */
export const STORIES: readonly Story[] = [
  ...WRITE_STORIES,
  ...KEY_STORIES,
  ...REQUESTER_STORIES,
  ...SERVICE_STORIES,
  ...CLIENT_STORIES,
  ...DIRECTORY_STORIES,
];
