/** Finding an architecture by what a person types: every word must occur somewhere. */

export interface Searchable {
  slug: string;
  name: string;
  family: string;
  year: number | null;
}

function simplified(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "");
}

/** "resnet 50", "ResNet-50" and "resnet50" are the same words. */
function withoutMarks(text: string): string {
  return text.replace(/[^a-z0-9]/g, "");
}

function matchesSearch(item: Searchable, text: string): boolean {
  const hay = simplified(`${item.name} ${item.slug} ${item.family} ${item.year ?? ""}`);
  const squeezed = withoutMarks(hay);
  return simplified(text)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => hay.includes(word) || squeezed.includes(withoutMarks(word) || word));
}

/** Those that match, names that begin with the text first. */
export function searchArchitectures<Item extends Searchable>(
  items: readonly Item[],
  text: string,
): Item[] {
  const start = withoutMarks(simplified(text));
  const begins = (item: Item) => withoutMarks(simplified(item.name)).startsWith(start);
  return items
    .filter((item) => matchesSearch(item, text))
    .sort((a, b) => Number(begins(b)) - Number(begins(a)));
}
