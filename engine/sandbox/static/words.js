"use strict";
// Every word of the page. French is the reference.
const WORDS = {
  fr: {
    strip: "Bac à sable : aucun vrai téléphone ne reçoit rien",
    people: "Téléphones d’essai", number: "Numéro du client", name: "Nom (facultatif)", open: "Ouvrir",
    message: "Écrivez un message", send: "Envoyer", back: "Tous les téléphones", more: "Autres envois et accords",
    nobody: "Choisissez un téléphone, ou donnez un numéro, pour écrire comme ce client.",
    empty: "Aucun message. Écrivez le premier.", close: "Fermer", options: "Voir toutes les options",
    sendPhoto: "Envoyer une photo", sendDocument: "Envoyer un document", sendPlace: "Envoyer une position",
    optIn: "Accepter les messages", optOut: "Refuser les messages", optedIn: "Accord envoyé.", optedOut: "Refus envoyé.",
    windowOpen: "Réponses libres jusqu’à {0}", windowClosed: "Fenêtre de 24 h fermée : seuls les modèles passent",
    QUEUED: "en file", QUEUED_ON_CHANNEL: "envoyé", DELIVERED: "remis", READ: "lu", FAILED: "Non remis : {0}",
    image: "Photo", video: "Vidéo", audio: "Audio", document: "Document", sticker: "Autocollant", voice: "Vocal",
    badNumber: "Donnez un numéro international en chiffres, par exemple 33600000001.",
    lost: "Le bac à sable ne répond pas. Nouvel essai dans un instant.", refused: "Non envoyé : {0}",
    theme: "Clair ou sombre", you: "Vous êtes {0}", copied: "Code copié : {0}", quoted: "Réponse à",
    template: "Modèle", aMessage: "Message", here: "Ma position", yours: "Vous : ",
    OUTSIDE_ALLOWED_SENDING_WINDOW: "plus de 24 h depuis le dernier message du client",
    TEMPLATE_NOT_FOUND: "ce modèle n’existe pas ou n’est pas approuvé",
    TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION: "ce modèle n’existe pas dans cette langue",
    TEMPLATE_INSUFFICIENT_PARAMETERS: "il manque une valeur au modèle, ou il y en a une de trop",
    RATE_LIMITED: "trop de messages à cette personne en peu de temps",
    RECIPIENT_INVALID_CHANNEL_IDENTITY: "ce numéro n’en est pas un",
    RECIPIENT_NOT_REACHABLE: "personne injoignable",
    CHANNEL_REJECT: "refusé par WhatsApp",
    BAD_REQUEST: "WhatsApp n’accepte pas ce contenu",
  },
  en: {
    strip: "Sandbox: no real phone receives anything",
    people: "Test phones", number: "Customer’s number", name: "Name (optional)", open: "Open",
    message: "Write a message", send: "Send", back: "All phones", more: "More to send, and consent",
    nobody: "Choose a phone, or give a number, to write as that customer.",
    empty: "No message yet. Write the first one.", close: "Close", options: "See all options",
    sendPhoto: "Send a photo", sendDocument: "Send a document", sendPlace: "Send a location",
    optIn: "Accept messages", optOut: "Refuse messages", optedIn: "Consent sent.", optedOut: "Refusal sent.",
    windowOpen: "Free replies until {0}", windowClosed: "24-hour window closed: only templates pass",
    QUEUED: "queued", QUEUED_ON_CHANNEL: "sent", DELIVERED: "delivered", READ: "read", FAILED: "Not delivered: {0}",
    image: "Photo", video: "Video", audio: "Audio", document: "Document", sticker: "Sticker", voice: "Voice note",
    badNumber: "Give an international number in digits, for example 33600000001.",
    lost: "The sandbox does not answer. Trying again in a moment.", refused: "Not sent: {0}",
    theme: "Light or dark", you: "You are {0}", copied: "Code copied: {0}", quoted: "Reply to",
    template: "Template", aMessage: "Message", here: "My location", yours: "You: ",
    OUTSIDE_ALLOWED_SENDING_WINDOW: "more than 24 hours since the customer last wrote",
    TEMPLATE_NOT_FOUND: "this template does not exist or is not approved",
    TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION: "this template does not exist in this language",
    TEMPLATE_INSUFFICIENT_PARAMETERS: "the template lacks a value, or has one too many",
    RATE_LIMITED: "too many messages to this person in a short time",
    RECIPIENT_INVALID_CHANNEL_IDENTITY: "this is not a phone number",
    RECIPIENT_NOT_REACHABLE: "person not reachable",
    CHANNEL_REJECT: "refused by WhatsApp",
    BAD_REQUEST: "WhatsApp does not accept this content",
  },
};

const keep = {
  get(name, otherwise) {
    try { return JSON.parse(localStorage.getItem("phone." + name)) ?? otherwise; } catch { return otherwise; }
  },
  set(name, value) {
    try { localStorage.setItem("phone." + name, JSON.stringify(value)); } catch { /* private browsing: for this visit only */ }
  },
};

let language = new URLSearchParams(location.search).get("lang") || keep.get("language", "fr");
if (!WORDS[language]) language = "fr";

function say(name, ...values) {
  return values.reduce((text, value, index) => text.replace("{" + index + "}", value), WORDS[language][name] ?? name);
}

function showWords() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = say(node.dataset.word);
  for (const node of document.querySelectorAll("[data-hint]")) node.placeholder = say(node.dataset.hint);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", say(node.dataset.label));
    node.title = say(node.dataset.label);
  }
  const other = document.getElementById("language");
  other.textContent = language === "fr" ? "EN" : "FR";
  other.setAttribute("aria-label", language === "fr" ? "English" : "Français");
  document.title = say("people");
}

function showTime(text) {
  const at = new Date(text);
  const today = at.toDateString() === new Date().toDateString();
  const form = today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return at.toLocaleString(language, form);
}
