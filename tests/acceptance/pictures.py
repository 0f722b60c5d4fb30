"""The pictures of README: `python -m tests.acceptance.pictures` plays a few customers and photographs the pages."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from tests.acceptance.product import ROOT, Product, running_product

PICTURES = ROOT / "docs" / "images"
PEOPLE = ("Amina", "Jules", "Ana", "Léa", "Karim", "Zoé", "Marc", "Inès", "Paul", "Nour", "Théo", "Maya")
WORDS = ("où est mon colis ?", "ou est mon coli", "merci !", "quand ?", "un conseiller svp", "colis")


def play(product: Product) -> None:
    """A dozen orders leave; some customers ask, some tap, some stay silent."""
    headers = {"Authorization": "Bearer sandbox-token"}
    numbers = [f"336000{place:05d}" for place in range(len(PEOPLE))]
    for place, (name, number) in enumerate(zip(PEOPLE, numbers, strict=True)):
        body = {
            "id": f"order-{place}", "name": "order.shipped", "contact": {"whatsapp": number, "name": name},
            "data": {"order_id": f"C-44{place:02d}", "delivery": "mardi 24 novembre"},
        }  # fmt: skip
        httpx.post(f"{product.api}/api/events", json=body, headers=headers, trust_env=False).raise_for_status()
    time.sleep(4)
    for number, words in zip(numbers, WORDS, strict=False):
        product.says(words, who=number)
    time.sleep(4)
    product.taps("Bien reçu", who=numbers[0])
    product.taps("J'ai un souci", who=numbers[1])
    time.sleep(4)


def photograph(page: Page, product: Product) -> None:
    for name, address in (
        ("journeys", "/"),
        ("editor", "/editor?journey=suivi-livraison&step=en_route"),
        ("live", "/live?journey=suivi-livraison"),
        ("preview", "/preview?journey=bienvenue"),
    ):
        page.goto(product.designer + address)
        page.wait_for_timeout(6000)
        page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, running_product(Path(folder)) as running, sync_playwright() as play_:
        play(running)
        browser = play_.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        photograph(browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR"), running)
        browser.close()
