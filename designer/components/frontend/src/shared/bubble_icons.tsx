// Small drawings of our own, 20 × 20, in the colour of the text around them.
import type { Status, Words } from "./bubble_types";

const PATHS: Record<string, string> = {
  reply: "M8 5 3 10l5 5M3.5 10H12a5 5 0 0 1 5 5v1",
  url: "M9 4H5a1.5 1.5 0 0 0-1.5 1.5v9.5A1.5 1.5 0 0 0 5 16.5h9.5a1.5 1.5 0 0 0 1.5-1.5v-4M12 3.5h4.5V8M16 4l-7 7",
  phone: "M5.5 3h2.2l1.3 3.6-1.7 1.3a9.5 9.5 0 0 0 4.8 4.8l1.3-1.7 3.6 1.3v2.2A2 2 0 0 1 15 16.5 11.5 11.5 0 0 1 3.5 5a2 2 0 0 1 2-2Z",
  copy_code: "M8 7.5h7.5a1 1 0 0 1 1 1V16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V8.5a1 1 0 0 1 1-1ZM13 4.5V4a1 1 0 0 0-1-1H4.5a1 1 0 0 0-1 1v7.5a1 1 0 0 0 1 1H5",
  list: "M7.5 5H17M7.5 10H17M7.5 15H17M3.5 5h.5M3.5 10h.5M3.5 15h.5",
  location: "M10 17.5S4 12 4 8a6 6 0 1 1 12 0c0 4-6 9.5-6 9.5ZM10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  image: "M4 4h12a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM3 13l4-4 4 4 2-2 4 4M13 8h.1",
  video: "M4 5h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM13 9l4-2.5v7L13 11",
  document: "M6 3h5.5L15 6.5V16a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM11.5 3v4H15M7.5 11h5M7.5 13.5h5",
  audio: "M10 3a2 2 0 0 1 2 2v5a2 2 0 1 1-4 0V5a2 2 0 0 1 2-2ZM5 9.5a5 5 0 0 0 10 0M10 14.5V17",
  sticker: "M4 3h12a1 1 0 0 1 1 1v8l-5 5H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM12 17v-4a1 1 0 0 1 1-1h4",
  send: "M3.5 4.5 17 10 3.5 15.5 5.5 10ZM5.5 10H11",
  close: "M5 5l10 10M15 5 5 15",
  warning: "M10 3.5 17.5 16.5H2.5ZM10 8.5v3.5M10 14.3v.1",
  tapped: "M8 10.5V5.5a1.5 1.5 0 0 1 3 0v4l4 1a2 2 0 0 1 1.5 2.3l-.6 3.2a1.5 1.5 0 0 1-1.5 1.2H9.5a2 2 0 0 1-1.5-.7L4.5 12.5a1.3 1.3 0 0 1 2-1.6Z",
  emoji: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7 11.5c.6 1.4 1.7 2.2 3 2.2s2.4-.8 3-2.2M7.5 8v.2M12.5 8v.2",
};

export function Icon({ name }: { name: string }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
      <path d={PATHS[name] ?? PATHS.document} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

const TICKS: Record<Status, string> = {
  queued: "M9 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM9 5v3.2l2 1.2",
  sent: "M4.5 8.5 7.5 11.5 13.5 4.5",
  delivered: "M1.5 8.5 4.5 11.5 10.5 4.5M7.3 10.7l.8.8 6-7",
  read: "M1.5 8.5 4.5 11.5 10.5 4.5M7.3 10.7l.8.8 6-7",
  failed: "M9 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM9 5.3v3.4M9 10.9v.1",
};

export function Ticks({ status, words }: { status: Status; words: Words }) {
  return (
    <svg className={`ticks ${status}`} viewBox="0 0 16 16" width="16" height="16" role="img" aria-label={words[`status_${status}`]}>
      <path d={TICKS[status]} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
