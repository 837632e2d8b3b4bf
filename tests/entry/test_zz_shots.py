"""Screens of e17 and e06 at 1280x720 and 640x360 @2, axe in both themes."""
import sys, shutil
from pathlib import Path
sys.path.insert(0,'/tmp/hl')
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.course import sat_by
from tests.seen import serving

@pytest.mark.parametrize("ep", ["e17_impact_digital","e06_objectifs"])
def test_shots(browser, ep, tmp_path):
    folder = sat_by(ep, "marie.dupont", tmp_path/"c")
    (tmp_path/"j").mkdir()
    with serving(tmp_path/"c", tmp_path/"j") as address:
        for name, options in (("large", dict(viewport={"width":1280,"height":720})), ("zoom", dict(viewport={"width":640,"height":360}, device_scale_factor=2))):
            context = browser.new_context(locale="fr-FR", **options)
            page = context.new_page(); page.set_default_timeout(60000)
            page.goto(f"{address}/lab/tree/{ep}/{ep}.ipynb?reset")
            page.get_by_role("button", name="Commencer l'épreuve").wait_for(timeout=90000)
            page.wait_for_timeout(1500)
            page.screenshot(path=f"/tmp/hl-x/{ep[:3]}-{name}-0.png")
            page.get_by_role("button", name="Commencer l'épreuve").click()
            page.get_by_role("button", name="Aller à la première question").wait_for(timeout=90000)
            page.wait_for_timeout(1500)
            page.screenshot(path=f"/tmp/hl-x/{ep[:3]}-{name}-1.png")
            page.get_by_role("button", name="Aller à la première question").click()
            page.wait_for_timeout(1000)
            forms = page.locator(".en-form")
            for n in range(forms.count()):
                forms.nth(n).scroll_into_view_if_needed()
                page.evaluate("n => { const f = document.querySelectorAll('.en-form')[n]; f.closest('.jp-Cell').scrollIntoView({block:'start'}); document.querySelector('.jp-WindowedPanel-outer').scrollTop -= 120; }", n)
                page.wait_for_timeout(400)
                page.screenshot(path=f"/tmp/hl-x/{ep[:3]}-{name}-f{n+1}.png")
            for theme in ("JupyterLab Light","JupyterLab Dark") if name=="large" else ("JupyterLab Light",):
                page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
                page.wait_for_timeout(1500)
                for context_ in (".en-form", ".jp-NotebookPanel"):
                    found = Axe().run(page, context=context_)
                    print(ep, name, theme, context_, found.violations_count, [(v['id'], len(v['nodes']), v['nodes'][0]['html'][:200]) for v in found.response['violations']])
                page.screenshot(path=f"/tmp/hl-x/{ep[:3]}-{name}-{theme[-4:].strip()}.png")
            wide = page.evaluate("() => [...document.querySelectorAll('.en-form')].map((f) => [f.scrollWidth - f.clientWidth, f.getBoundingClientRect().right - innerWidth])")
            print(name, wide)
            context.close()
