"""Pages as SiteVision, Optimizely and SharePoint give them, with all that surrounds the text."""

from __future__ import annotations

from tests.bench.parsing.checks import Sample, cells, heading, item, lacks, order, says

_SITEVISION = """<!doctype html><html lang="sv"><head><title>Semester - Insidan</title>
<style>.sv-visuallyhidden{position:absolute;left:-10000px}.hemlig{color:#fff}</style></head>
<body class="sv-responsive sv-font-normal">
<a href="#innehall" class="sv-skip-link">Hoppa till innehåll</a>
<div id="svid94_1" class="sv-vertical sv-layout sv-template-layout">
<div class="sv-custom-module sv-marketplace-sitevision-cookie-banner"><div>Vi använder kakor för
 att sidan ska fungera. <button>Godkänn alla kakor</button></div></div>
<header class="sv-vertical sv-layout lp-header"><a href="/">Insidan</a>
<div class="sv-searchform-portlet"><form role="search"><label>Sök på insidan</label>
<input type="text"><button>Sök</button></form></div></header>
<div class="sv-tree-menu-portlet sv-portlet"><ul class="menu"><li><a>Anställning</a></li>
<li><a>Ledighet</a></li></ul></div>
<div class="sv-layout sv-column-8"><div class="sv-custom-module sv-breadcrumbs">
<nav aria-label="Brödsmulor"><ol><li>Start</li><li>Anställning</li></ol></nav></div>
<main id="innehall"><div class="sv-text-portlet sv-use-margins sv-skip-spacer" id="svid12_5">
<div class="sv-text-portlet-content"><h1 class="sv-font-rubrik-1" id="h-Semester">Semester</h1>
<p class="sv-font-ingress">Du som är anställd har rätt till semester varje år.</p>
<h2 id="h-Antaldagar">Antal dagar</h2>
<table class="sv-standard" style="width:100%"><caption>Dagar efter ålder</caption><thead><tr>
<th scope="col">Ålder</th><th scope="col">Dagar</th><th scope="col">Gäller</th></tr></thead><tbody>
<tr><td>Till och med 39</td><td>25</td><td rowspan="2">Tillsvidareanställda</td></tr>
<tr><td>40–49</td><td>31</td></tr></tbody></table></div></div>
<div class="sv-custom-module sv-marketplace-sitevision-accordion"><div class="env-accordion">
<h3 class="env-accordion__header"><button class="env-accordion__button" aria-expanded="false"
 aria-controls="p1">Hur ansöker jag?</button></h3>
<div class="env-accordion__panel env-collapse" id="p1" hidden><p>Ansök i Självservice.</p><ul>
<li>Välj period</li><li>Skicka till chefen</li></ul></div></div></div>
<p class="hemlig">DOLT vit klass</p><p style="display:none">DOLT stycke</p>
<p><span class="sv-visuallyhidden">DOLT utanför</span>Chefen svarar inom två veckor.</p>
<div class="sv-custom-module sv-marketplace-sitevision-related-links"><h2>Relaterat innehåll</h2>
<ul><li><a>Föräldraledighet A–Ö</a></li></ul></div>
<div class="sv-custom-module sv-share"><span>Dela sidan</span><ul>
<li>Dela på Facebook</li></ul></div>
<div class="sv-custom-module sv-page-feedback"><p>Hjälpte informationen på sidan dig?</p>
<button>Ja</button><button>Nej</button></div>
</main></div><footer class="lp-footer"><p>Sidansvarig: HR-chefen</p><p>Växel 0123-45 60 00</p>
</footer></div></body></html>"""

_OPTIMIZELY = """<!doctype html><html><head><title>Beställa dator | Intranät</title></head>
<body class="page standardpage"><div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk"
 class="otFlat" role="region" aria-label="Cookie banner">Vi värnar om din integritet.</div></div>
<div class="header__wrapper"><div class="site-header"><a class="logo">Exempelkommun</a>
<ul class="main-nav"><li><a>IT-stöd</a></li></ul></div></div>
<div class="container"><ul class="breadcrumb"><li>Start</li><li>IT-stöd och telefoni</li></ul>
<div class="row"><div class="col-md-3 left-menu"><ul class="submenu"><li>Skrivare och kopiering</li>
</ul></div>
<div class="col-md-9 page-content" id="main-content"><h1>Beställa dator</h1>
<div class="preamble">Så beställer du dator till en ny medarbetare.</div>
<div class="block textblock"><h2>Innan du beställer</h2><ol><li>Kontrollera budgeten</li>
<li>Fråga din chef</li></ol></div>
<div class="block tabsblock"><ul class="nav nav-tabs" role="tablist">
<li role="presentation"><a role="tab" aria-controls="t1" aria-selected="true">Bärbar</a></li>
<li role="presentation"><a role="tab" aria-controls="t2">Stationär</a></li></ul>
<div class="tab-content"><div role="tabpanel" class="tab-pane active" id="t1"><p>Bärbar dator
 levereras på fem dagar.</p></div><div role="tabpanel" class="tab-pane" id="t2"
 style="display:none"><p>Stationär dator levereras på tio dagar.</p></div></div></div>
<div class="block accordionblock"><details><summary>Vad kostar det?</summary>
<table><tr><td><p><strong>Modell</strong></p></td><td><strong>Pris per månad</strong></td></tr>
<tr><td>Liten</td><td>250 kr</td></tr><tr><td>Stor</td><td>400 kr</td></tr></table></details></div>
<dl><dt>Leverans</dt><dd>Till din arbetsplats</dd></dl>
<div class="block relatedlinksblock related-links"><h3>Läs mer</h3><a>Policy för mobiler</a></div>
<div class="page-tools social-sharing"><a>Skriv ut</a><a>Tipsa en kollega</a></div>
<div class="comments-block feedback"><h3>Kommentarer</h3><p>Bra info! /Kalle</p></div>
</div></div></div>
<div class="footer"><p>Kontakta servicedesk dygnet runt</p></div></body></html>"""

_SHAREPOINT = """<!doctype html><html><head><title>Friskvård - HR</title></head><body>
<div id="spPageChromeAppDiv"><div id="SuiteNavPlaceHolder" role="banner">SharePoint Sök i allt</div>
<div id="sp-appBar" role="navigation">Mina webbplatser</div>
<div data-automation-id="siteHeader"><a>HR</a><div role="navigation">Förmåner Lön</div></div>
<div id="spCommandBar" role="menubar"><button name="Nytt">Nytt</button><span>Publicerad
 2026-02-01</span></div>
<div data-automation-id="contentScrollRegion">
<div class="ControlZone" data-automation-id="pageHeader">
<div role="heading" aria-level="1" data-automation-id="TitleTextId">Friskvård</div>
<div data-automation-id="authorByLine">Anna Andersson, kommunikatör</div></div>
<div class="CanvasZone" data-automation-id="CanvasZone"><div class="CanvasSection">
<div data-sp-feature-tag="Rich Text Editor"><div class="rteEmphasis root-110"
 data-automation-id="textBox"><h2>Bidragets storlek</h2><p>Bidraget är 3 000 kronor per år.</p>
<figure class="table canvasRteResponsiveTable"><table><tbody><tr><td><strong>Anställning</strong>
</td><td><strong>Belopp</strong></td></tr><tr><td>Heltid</td><td>3 000 kr</td></tr>
<tr><td>Halvtid</td><td>1 500 kr</td></tr></tbody></table></figure></div></div></div>
<div class="CanvasSection" data-automation-id="CollapsibleSection"><button aria-expanded="false"
 data-automation-id="CollapsibleLayer-TitleButton"><div role="heading" aria-level="2">Godkända
 aktiviteter</div></button><div style="display:none" data-automation-id="CollapsibleLayerContent">
<ul><li>Gymkort</li><li>Massage</li></ul></div></div></div>
<div data-automation-id="SocialBar">Gilla 14 Kommentera Spara för senare</div>
<div data-automation-id="recommendations"><h2>Kanske gillar du också</h2><p>Julfest 2025</p></div>
<div id="CommentsWrapper" data-automation-id="comments"><h2>Kommentarer</h2><p>Toppen!</p></div>
</div></div></body></html>"""


def samples() -> list[Sample]:
    """One page of each system."""
    return [
        Sample(
            "semester.html",
            _SITEVISION.encode(),
            (
                heading("Semester"),
                heading("Antal dagar"),
                heading("Hur ansöker jag?"),
                says("accordions", "Ansök i Självservice."),
                item("Skicka till chefen"),
                cells(("Ålder", "Dagar", "Gäller"), ("40–49", "31", "Tillsvidareanställda")),
                cells(("Ålder", "Dagar"), ("Till och med 39", "25")),
                order("Antal dagar", "40–49", "Hur ansöker jag?", "Chefen svarar inom"),
                lacks("chrome", "kakor"),
                lacks("chrome", "Hoppa till innehåll", "Sök på insidan", "Växel 0123"),
                lacks("chrome", "Ledighet", "Brödsmulor"),
                lacks("chrome", "Relaterat innehåll", "Föräldraledighet A–Ö"),
                lacks("chrome", "Dela sidan", "Dela på Facebook"),
                lacks("chrome", "Hjälpte informationen"),
                lacks("hidden text", "DOLT vit klass"),
                lacks("hidden text", "DOLT stycke"),
                lacks("hidden text", "DOLT utanför"),
            ),
        ),
        Sample(
            "dator.html",
            _OPTIMIZELY.encode(),
            (
                heading("Beställa dator"),
                heading("Innan du beställer"),
                heading("Vad kostar det?"),
                item("Fråga din chef"),
                says("accordions", "Bärbar dator levereras på fem dagar."),
                says("accordions", "Stationär dator levereras på tio dagar."),
                cells(("Modell", "Pris per månad"), ("Liten", "250 kr")),
                cells(("Modell", "Pris per månad"), ("Stor", "400 kr")),
                order("Innan du beställer", "fem dagar", "tio dagar", "250 kr", "arbetsplats"),
                lacks("chrome", "Vi värnar om din integritet"),
                lacks("chrome", "IT-stöd och telefoni", "Skrivare och kopiering"),
                lacks("chrome", "Policy för mobiler", "Läs mer"),
                lacks("chrome", "Skriv ut", "Tipsa en kollega"),
                lacks("chrome", "Kontakta servicedesk", "Bra info!"),
            ),
        ),
        Sample(
            "friskvard.html",
            _SHAREPOINT.encode(),
            (
                heading("Friskvård"),
                heading("Bidragets storlek"),
                heading("Godkända aktiviteter"),
                item("Massage"),
                cells(("Anställning", "Belopp"), ("Halvtid", "1 500 kr")),
                order("Friskvård", "3 000 kronor", "1 500 kr", "Gymkort"),
                lacks("chrome", "SharePoint", "Mina webbplatser", "Förmåner Lön"),
                lacks("chrome", "Publicerad", "Nytt"),
                lacks("chrome", "Anna Andersson"),
                lacks("chrome", "Gilla 14"),
                lacks("chrome", "Julfest 2025"),
                lacks("chrome", "Toppen!"),
            ),
        ),
    ]


def long_page(sections: int) -> bytes:
    """Enough to measure speed on: the first page, with its table many times over."""
    start, end = _SITEVISION.index("<h2 id"), _SITEVISION.index("</table>") + len("</table>")
    middle = _SITEVISION[start:end]
    return (_SITEVISION[:start] + middle * sections + _SITEVISION[end:]).encode()
