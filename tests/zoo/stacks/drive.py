"""Stacks of Python: `drive.py b-name url`. Each drives its browser as a bot of its kind would: it goes to
the page, and looks into it again and again until the visit is over. `drive.py post file` sends a request
that a file describes, by the library that the file names."""
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request

PROFILE, OVER = os.environ.get("ZOO_PROFILE", ""), os.environ.get("ZOO_OVER", "")
CHROMIUM = os.environ.get("CHROMIUM_BIN") or shutil.which("chromium")
FIREFOX = os.environ.get("FIREFOX_BIN") or shutil.which("firefox-esr") or shutil.which("firefox")
ARGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"]
# Writes this into the form and clicks in it, where it is asked to; the first is written into, the last sends.
TEXT = os.environ.get("ZOO_INTERACT")
TARGETS = ["name", "small", "large", "go"]
READY = "document.title === 'Ready'"
LOOK = "document.querySelectorAll('*').length"
CLIENT, URL = (sys.argv[1:] + ["", ""])[:2]
NAME = CLIENT.removeprefix("b-")
HEADLESS = "-headless" in NAME


def version():
    told = subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True, check=True).stdout
    return re.search(r"(\d+)\.", told).group(1)


def over():
    try:
        with urllib.request.urlopen(OVER, timeout=5) as answer:
            return answer.read() == b"over"
    except OSError:
        return True


def look_on(look):
    """Looks into the page until the visit is over; a look may fail while the page loads."""
    while not over():
        try:
            look()
        except Exception as failed:
            print(repr(failed)[:200])
        time.sleep(0.3)


async def look_on_async(look):
    while not await asyncio.to_thread(over):
        try:
            await asyncio.wait_for(look(), 5)
        except Exception as failed:
            print(repr(failed)[:200])
        await asyncio.sleep(0.3)


def playwright_page(page):
    page.goto(URL, wait_until="domcontentloaded")
    if TEXT:
        page.wait_for_function("() => " + READY)
        for name in TARGETS:
            page.click("#" + name)
            if name == TARGETS[0]:
                page.keyboard.type(TEXT)
    look_on(lambda: page.evaluate("() => " + LOOK))


def stealth():
    from playwright.sync_api import sync_playwright
    from playwright_stealth import Stealth
    with Stealth().use_sync(sync_playwright()) as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=HEADLESS, args=ARGS)
        playwright_page(browser.new_context().new_page())


def patchright():
    from patchright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            PROFILE, executable_path=CHROMIUM, headless=HEADLESS, no_viewport=True, args=ARGS)
        playwright_page(context.pages[0])


def selenium_page(driver):
    driver.get(URL)
    if TEXT:
        while not driver.execute_script("return " + READY):
            time.sleep(0.1)
        for name in TARGETS:
            element = driver.find_element("id", name)
            element.click()
            if name == TARGETS[0]:
                element.send_keys(TEXT)
    look_on(lambda: driver.execute_script("return " + LOOK))


def chrome(unmarked=False):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for arg in ARGS + [f"--user-data-dir={PROFILE}"] + (["--headless=new", "--disable-gpu"] if HEADLESS else []):
        options.add_argument(arg)
    if unmarked:
        options.add_argument("--disable-blink-features=AutomationControlled")
        options.add_experimental_option("excludeSwitches", ["enable-automation"])
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def selenium_stealth():
    from selenium_stealth import stealth as hide
    driver = chrome(unmarked=True)
    hide(driver, languages=["en-US", "en"], vendor="Google Inc.", platform="Linux x86_64",
         webgl_vendor="Intel Inc.", renderer="Intel Iris OpenGL Engine", fix_hairline=True)
    selenium_page(driver)


def selenium_firefox():
    from selenium import webdriver
    from selenium.webdriver.firefox.service import Service
    options = webdriver.FirefoxOptions()
    options.binary_location = FIREFOX
    if HEADLESS:
        options.add_argument("-headless")
    if NAME.endswith("no-flag"):
        options.set_preference("dom.webdriver.enabled", False)
    selenium_page(webdriver.Firefox(options=options, service=Service(shutil.which("geckodriver"))))


def undetected():
    import undetected_chromedriver
    own = os.path.join(os.path.dirname(PROFILE), "chromedriver")
    shutil.copy(shutil.which("chromedriver"), own)
    options = undetected_chromedriver.ChromeOptions()
    for arg in ARGS:
        options.add_argument(arg)
    selenium_page(undetected_chromedriver.Chrome(
        options=options, browser_executable_path=CHROMIUM, driver_executable_path=own, headless=HEADLESS,
        user_data_dir=PROFILE, version_main=int(version())))


def nodriver():
    import nodriver as library
    tuned = [f"--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
             f"Chrome/{version()}.0.0.0 Safari/537.36", "--screen-info={1920x1080}", "--window-size=1400,950"]

    async def main():
        browser = await library.start(
            browser_executable_path=CHROMIUM, headless=HEADLESS, sandbox=False, user_data_dir=PROFILE,
            browser_args=ARGS[1:] + (tuned if NAME.endswith("tuned") else []))
        tab = await browser.get(URL)
        if TEXT:
            while not await tab.evaluate(READY):
                await asyncio.sleep(0.1)
            for name in TARGETS:
                element = await tab.select("#" + name)
                await element.click()
                if name == TARGETS[0]:
                    await element.send_keys(TEXT)
        await look_on_async(lambda: tab.evaluate(LOOK))
    library.loop().run_until_complete(main())


def pydoll():
    from pydoll.browser.chromium import Chrome
    from pydoll.browser.options import ChromiumOptions

    async def main():
        options = ChromiumOptions()
        options.binary_location = CHROMIUM
        for arg in [a for a in ARGS if a != "--no-first-run"] + (["--headless=new"] if HEADLESS else []):
            options.add_argument(arg)
        async with Chrome(options=options) as browser:
            tab = await browser.start()
            await tab.go_to(URL)
            if TEXT:
                # Its own word for being ready is that an element can be seen.
                for name in TARGETS:
                    element = await tab.find(id=name, timeout=30)
                    await element.wait_until(is_visible=True, timeout=30)
                    await element.click()
                    if name == TARGETS[0]:
                        await element.type_text(TEXT)
            await look_on_async(lambda: tab.execute_script("return " + LOOK))
    asyncio.run(main())


def drission():
    from DrissionPage import ChromiumOptions, ChromiumPage
    options = ChromiumOptions(read_file=False).set_browser_path(CHROMIUM).auto_port().headless(HEADLESS)
    for arg in ARGS:
        options.set_argument(arg)
    page = ChromiumPage(options)
    page.get(URL)
    if TEXT:
        while not page.run_js("return " + READY):
            time.sleep(0.1)
        for name in TARGETS:
            element = page.ele("#" + name)
            element.click()
            if name == TARGETS[0]:
                element.input(TEXT)
    look_on(lambda: page.run_js("return " + LOOK))


def post(file):
    with open(file, encoding="utf-8") as opened:
        sent = json.load(opened)
    url, headers, body, library = sent["url"], sent["headers"], sent["body"].encode(), sent["library"]
    if library == "requests":
        import requests
        answer = requests.post(url, data=body, headers=headers, verify=False, timeout=20).text
    elif library == "httpx":
        import httpx
        answer = httpx.Client(verify=False, http2=True, timeout=20).post(url, content=body, headers=headers).text
    else:
        from curl_cffi import requests as curl
        bare = library.endswith("-bare")
        answer = curl.post(url, data=body, headers=headers, verify=False, timeout=20, default_headers=not bare,
                           impersonate=library.removesuffix("-bare").rsplit("-", 1)[1]).text
    print(answer)


STACKS = {"python-stealth": stealth, "python-patchright": patchright, "selenium-stealth": selenium_stealth,
          "selenium-firefox": selenium_firefox, "selenium": lambda: selenium_page(chrome()),
          "undetected": undetected, "nodriver": nodriver, "pydoll": pydoll, "drission": drission}

if CLIENT == "post":
    post(URL)
else:
    next(drive for name, drive in STACKS.items() if NAME.startswith(name))()
