"""Conversations that show every thing a phone can draw."""

from __future__ import annotations

from designer.components.phone import Business, Conversation, Message

SHOP: Business = {"name": "Boutique Lyon"}
HOSTILE = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "*<svg onload=window.hacked=1>*",
    "javascript:window.hacked=1",
    "[clic](javascript:window.hacked=1)",
    'https://exemple.fr/"onmouseover="window.hacked=1',
    "{{ constructor.constructor('window.hacked=1')() }}",
    "</textarea><iframe srcdoc='<script>parent.hacked=1</script>'>",
    "```</code><script>window.hacked = 1</script>```",
]
LONG = "Le colis part ce soir. " * 60 + "FIN"

CHAT: list[Message] = [
    {
        "id": "m1",
        "side": "business",
        "date": "5 janvier",
        "at": "10:42",
        "status": "read",
        "header": {"kind": "image", "url": None, "name": "panier-hiver.jpg"},
        "text": "Bonjour *Amina* 👋, votre panier vous attend : _deux articles_, ~59 €~ *49 €*. "
        "Le code est `HIVER10`.\nhttps://boutique.example/panier",
        "footer": "Répondez STOP pour ne plus recevoir",
        "buttons": [
            {"id": "yes", "title": "Finir ma commande", "kind": "reply"},
            {
                "id": "shop",
                "title": "Voir le panier",
                "kind": "url",
                "url": "https://boutique.example/panier",
            },
            {"id": "call", "title": "Nous appeler", "kind": "phone", "url": "+33600000001"},
            {"id": "code", "title": "Copier le code", "kind": "copy_code", "url": "HIVER10"},
        ],
        "filled": [[9, 14]],
        "caption": "Modèle · Marketing · fr · ≈ 0,086 $ · M1",
    },
    {
        "id": "m2",
        "side": "customer",
        "at": "10:43",
        "text": "Finir ma commande",
        "tapped": True,
        "quoted": "Bonjour Amina, votre panier vous attend",
        "status": "read",
    },
    {
        "id": "m3",
        "side": "business",
        "at": "10:43",
        "status": "delivered",
        "text": "Très bien ! Comment le recevoir ?\n- *Point relais* : demain\n- Domicile : jeudi\n"
        "1. choisissez\n2. confirmez\n> Livraison offerte dès 40 €",
        "buttons": [
            {"id": "relay", "title": "Point relais", "kind": "reply"},
            {"id": "home", "title": "À domicile", "kind": "reply"},
        ],
        "caption": "Réponse libre · fr · M2",
    },
    {
        "id": "m4",
        "side": "business",
        "at": "10:44",
        "status": "sent",
        "text": "Quel créneau préférez-vous ?",
        "list": {
            "button": "Choisir un créneau",
            "sections": [
                {
                    "title": "Jeudi",
                    "rows": [
                        {"id": "am", "title": "Matin", "description": "Entre 8 h et 12 h"},
                        {"id": "pm", "title": "Après-midi", "description": "Entre 14 h et 18 h"},
                    ],
                },
                {
                    "title": "Vendredi",
                    "rows": [{"id": "eve", "title": "Soirée", "description": "Entre 18 h et 21 h"}],
                },
            ],
        },
        "caption": "Réponse libre · fr · M3",
    },
    {"id": "s1", "side": "system", "text": "24 h plus tard"},
    {
        "id": "m5",
        "side": "business",
        "at": "10:44",
        "text": "Merci, à bientôt !",
        "problem": "Fenêtre de 24 h fermée : WhatsApp refuserait ce message",
        "caption": "Réponse libre · fr · M4",
    },
    {"id": "m6", "side": "customer", "at": "10:45", "text": "👍", "status": "sent"},
]

MEDIA: list[Message] = [
    {
        "id": "d1",
        "side": "business",
        "at": "9:00",
        "date": "6 janvier",
        "text": "Votre facture est prête.",
        "header": {"kind": "document", "url": "https://boutique.example/f.pdf", "name": "facture.pdf"},
    },
    {
        "id": "d2",
        "side": "business",
        "at": "9:01",
        "text": "",
        "media": {"kind": "video", "name": "guide.mp4"},
    },
    {
        "id": "d3",
        "side": "business",
        "at": "9:02",
        "text": "On vous attend ici.",
        "header": {"kind": "location", "name": "Boutique Lyon", "text": "1 place Bellecour, Lyon"},
    },
    {
        "id": "d4",
        "side": "business",
        "at": "9:03",
        "text": "مرحبا *أمينة*، سلتك في انتظارك.\n٤٩ € فقط",
        "footer": "للإيقاف أرسل STOP",
        "header": {"kind": "text", "text": "عرض خاص"},
    },
    {
        "id": "d5",
        "side": "customer",
        "at": "9:04",
        "text": "voici la photo",
        "status": "failed",
        "media": {"kind": "image", "name": "photo.jpg"},
    },
    {"id": "d6", "side": "business", "at": "9:05", "text": LONG},
    {
        "id": "d7",
        "side": "business",
        "at": "9:06",
        "text": "```ligne un\n  ligne deux```\nfin de 2*3*4 snake_case_a",
    },
    {"id": "d8", "side": "customer", "at": "9:07", "text": "ok", "status": "queued"},
]

SAMPLES: dict[str, Conversation] = {
    "chat": {"business": SHOP, "language": "fr", "messages": CHAT},
    "media": {"business": SHOP, "language": "fr", "messages": MEDIA},
    "one": {"business": SHOP, "language": "en", "frame": False, "messages": CHAT[:1]},
    "hostile": {
        "business": {"name": "<b>Boutique</b>", "picture": "javascript:window.hacked=1"},
        "messages": [
            {
                "id": f"h{index}",
                "side": "business",
                "at": "9:00",
                "text": text,
                "caption": text,
                "footer": text,
                "header": {"kind": "image", "url": "javascript:window.hacked=1", "name": text},
                "buttons": [{"id": "b", "title": text, "kind": "url", "url": "javascript:window.hacked=1"}],
            }
            for index, text in enumerate(HOSTILE)
        ],
    },
}
