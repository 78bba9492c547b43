const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** The text of a piece of HTML, on one line. */
export function textOfHtml(html: string): string {
  return html
    .replaceAll(/<(script|style|button|svg)\b[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<\/?(?:p|li|ul|ol|tr|td|th|h[1-6]|div|pre|br|table)\b[^>]*>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
