import { linkRequirements } from './requirement-links.ts';
import type { SourceFile } from './source-file.ts';

/** Folder of the guides as they are written, and where they go among the generated pages. */
export const GUIDES = 'docs/guides/';

/**
 * The guides with every requirement id linked. They move beside the generated pages, so links to those lose a folder.
 */
export function guideFiles(guides: readonly SourceFile[]): readonly SourceFile[] {
  return guides.map(({ path, text }) => ({
    path: `guides/${path.slice(GUIDES.length)}`,
    text: linkRequirements(text, '../').replaceAll('](../generated/', '](../'),
  }));
}
