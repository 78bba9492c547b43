import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element with what is in it: text, or other elements; null = left out. */
export type Xml = readonly [name: string, content: string | number | boolean | readonly (Xml | null)[]];

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An XML document of S3. */
export function xmlDocument([name, content]: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${NAMESPACE}">${contentText(content)}</${name}>`;
}

/** An XML document without a namespace, as errors are. */
export function plainXmlDocument(element: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(element)}`;
}

function elementText([name, content]: Xml): string {
  return `<${name}>${contentText(content)}</${name}>`;
}

function contentText(content: Xml[1]): string {
  if (typeof content === 'object') return content.map((one) => (one === null ? '' : elementText(one))).join('');
  return xmlText(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters are written by number, as S3 does, though XML 1.0 has no place for most of them. */
function xmlText(text: string): string {
  return text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is meant
    /[&<>"\u0000-\u001f\ufffe\uffff]/g,
    (sign) => ENTITIES[sign] ?? `&#x${sign.charCodeAt(0).toString(16)};`,
  );
}

/** Deepest that the elements of a body may lie. */
const MAX_DEPTH = 20;

const PARSER = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: { enabled: true, maxEntityCount: 0, maxTotalExpansions: 1_000 },
  maxNestedTags: MAX_DEPTH,
  // Each is a list, be there one or many: what a body means must not depend on its number of elements.
  isArray: () => true,
  alwaysCreateTextNode: true,
});

/** An element of a body that was parsed. */
export class XmlElement {
  readonly #content: Readonly<Record<string, unknown>>;

  constructor(content: Readonly<Record<string, unknown>>) {
    this.#content = content;
  }

  /** The elements of a name in it. */
  all(name: string): readonly XmlElement[] {
    const found = Object.hasOwn(this.#content, name) ? this.#content[name] : [];
    return (Array.isArray(found) ? found : []).map((one) => new XmlElement(one));
  }

  /** The first element of a name in it. */
  one(name: string): XmlElement | undefined {
    return this.all(name)[0];
  }

  /** The text of the first element of a name in it. */
  textOf(name: string): string | undefined {
    return this.one(name)?.text;
  }

  get text(): string {
    const text = this.#content['#text'];
    return typeof text === 'string' ? text : '';
  }

  /** Names of the elements in it. */
  get names(): readonly string[] {
    return Object.keys(this.#content).filter((name) => name !== '#text');
  }
}

/** Parses a body whose root has a name; null where it is no such document, or tries what no client needs. */
export function parseXml(body: Uint8Array, root: string): XmlElement | null {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  // No body of S3 has a document type, and those that expand entities begin with one.
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return null;
  try {
    return new XmlElement(PARSER.parse(text)).one(root) ?? null;
  } catch {
    return null;
  }
}
