/** A text written over several lines, as one paragraph. */
export function paragraph(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
