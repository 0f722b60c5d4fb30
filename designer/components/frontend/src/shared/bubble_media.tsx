// The picture, film, file or place of a message. What is missing is an empty frame with its name.
import { useState } from "react";
import { Icon } from "./bubble_icons";
import { safeAddress, word, type Header, type Media, type Words } from "./bubble_types";

export function MediaFrame({ media, words }: { media: Media | Header; words: Words }) {
  const [broken, setBroken] = useState<string | null>(null);
  const url = safeAddress(media.url);
  const name = media.name || media.text || "";
  if (media.kind === "text") return <p className="header-text" dir="auto">{media.text}</p>;
  if (media.kind === "location") return <Place name={name} address={media.name ? (media.text ?? "") : ""} words={words} />;
  if (media.kind === "document") return <File name={name} url={url} words={words} />;
  if (!url || broken === url) return <Missing kind={media.kind} name={name} words={words} />;
  const label = `${word(words, `media_${media.kind}`)} ${name}`.trim();
  const fail = () => setBroken(url);
  if (media.kind === "video") return <video className="media" src={url} controls preload="metadata" aria-label={label} onError={fail} />;
  if (media.kind === "audio") return <audio className="media" src={url} controls preload="metadata" aria-label={label} onError={fail} />;
  return <img className={`media ${media.kind}`} src={url} alt={label} onError={fail} />;
}

function Missing({ kind, name, words }: { kind: string; name: string; words: Words }) {
  return (
    <div className={`media missing ${kind}`} role="img" aria-label={`${word(words, `media_${kind}`)} ${name}, ${word(words, "media_missing")}`}>
      <Icon name={kind} />
      <span className="media-name">{name || word(words, `media_${kind}`)}</span>
    </div>
  );
}

function File({ name, url, words }: { name: string; url: string | null; words: Words }) {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase() ?? "";
  const inside = (
    <>
      <span className="file-sheet"><Icon name="document" /></span>
      <span className="file-name"><b>{name || word(words, "media_document")}</b><small>{ending}{url ? "" : ` · ${word(words, "media_missing")}`}</small></span>
    </>
  );
  if (!url) return <div className="file missing">{inside}</div>;
  return <a className="file" href={url} target="_blank" rel="noopener noreferrer">{inside}</a>;
}

function Place({ name, address, words }: { name: string; address: string; words: Words }) {
  return (
    <div className="place">
      <div className="place-map" aria-hidden="true"><Icon name="location" /></div>
      <div className="place-name"><b>{name || word(words, "media_location")}</b>{address && <small>{address}</small>}</div>
    </div>
  );
}
