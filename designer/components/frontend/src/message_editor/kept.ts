// Text that Python has not confirmed stays in the tab's own storage, so that neither a reload nor a lost
// connection takes it away.
import type { Editing, Texts } from "./types";

// `base` is what Python had when the typing began, `handed` what was last sent, `nonce` the number of that sending.
// `conflict` is an older text of the person that is being offered back.
export type Kept = { texts: Texts; base: Texts; handed: Texts; conflict: Texts; nonce: number; revision: number };
type Place = Pick<Editing, "key" | "field_id">;

const placeName = ({ key, field_id }: Place) => `parcours.message_editor:${key}:${field_id}`;

export function keep(place: Place, kept: Kept | null): void {
  try {
    if (kept) sessionStorage.setItem(placeName(place), JSON.stringify(kept));
    else sessionStorage.removeItem(placeName(place));
  } catch {
    // Storage full or forbidden: the text still goes to Python at the next pause.
  }
}

export function kept(place: Place): Kept | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(placeName(place)) ?? "null") as Kept | null;
    return found && typeof found.texts === "object" && typeof found.base === "object" ? found : null;
  } catch {
    return null;
  }
}

export type Restored = { texts: Texts; conflict: Texts };

// Ours where Python still has what we knew; where someone else has written since, theirs, and ours is offered.
export function restore(found: Kept, data: Pick<Editing, "texts" | "ack" | "revision">): Restored {
  const taken = found.nonce > 0 && found.nonce <= data.ack && sameTexts(found.texts, found.handed);
  const restored: Restored = { texts: { ...data.texts }, conflict: { ...found.conflict } };
  if (taken) return restored;
  for (const [language, ours] of Object.entries(found.texts)) {
    const theirs = data.texts[language] ?? "";
    if (ours === (found.base[language] ?? "") || ours === theirs) continue;
    const known = theirs === (found.base[language] ?? "") || theirs === found.handed[language];
    if (known || data.revision <= found.revision) restored.texts[language] = ours;
    else restored.conflict[language] = ours;
  }
  return restored;
}

export function sameTexts(one: Texts, other: Texts): boolean {
  const languages = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...languages].every((language) => (one[language] ?? "") === (other[language] ?? ""));
}
