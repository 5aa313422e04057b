"""What is done on a main page before it is looked at: a fold opened, a wrong word typed, a paper asked for."""

from tests.e2e.person import Person


def open_first(person: Person) -> None:
    person.page.locator("main table a").first.click()
    person.page.wait_for_load_state()


def open_first_task(person: Person) -> None:
    person.page.locator("main .tasks a").first.click()
    person.page.wait_for_selector("#page-form")


def open_weights(person: Person, place: int) -> None:
    person.page.locator("main a[href*='/weights/sets/']").nth(place).click()
    person.page.wait_for_load_state()


def hold_targets(person: Person) -> None:
    """Have the targets held against the answers, unless that was done before."""
    if not person.page.locator("main .empty").count():
        return
    person.page.locator("main form[action$='/statistics/targets'] button").click()
    for _ in range(60):
        if person.page.locator("main .facts").count():
            return
        person.page.wait_for_timeout(500)
        person.page.reload()
    raise AssertionError("the worker never held the targets against the answers")


def send_request(person: Person) -> None:
    """Look at the request sent before, or send one."""
    kind = said_in(person, "Sửa dữ liệu sai", "Correct wrong data")
    sent = person.page.locator("#requests .index a").filter(has_text=kind)
    if sent.count():
        sent.first.click()
    else:
        person.page.goto("/privacy/requests/new")
        person.page.locator("main input[value=correct]").check()
        person.page.locator("main textarea").fill("Ngành ghi sai: đúng ra là bán lẻ.")
        person.page.locator("main button.button-next").click()
    person.page.wait_for_load_state()


def ask_for_form(person: Person) -> None:
    """Ask for the blank form and wait for it."""
    person.page.get_by_role(
        "button", name=said_in(person, "Tải phiếu trắng (PDF)", "Download the blank form (PDF)")
    ).click()
    person.page.locator("main a[href$='/file']").wait_for()


def open_page(person: Person) -> None:
    person.page.locator("main .task-next a.button-next, main a.button-next").first.click()
    person.page.wait_for_selector("#page-form")


def answer_wrongly(person: Person) -> None:
    """Go to a page with a number and write a word into it."""
    person.watch.borne.add(422)  # The script asks first, and is told the same.
    pages = person.page.locator("main .tasks a").evaluate_all("links => links.map(link => link.href)")
    for page in [each for each in pages if "/pages/" in each]:
        person.page.goto(page)
        for _ in range(12):
            field = person.page.locator("#page-form input[inputmode=decimal]")
            if field.count():
                field.first.fill("rất nhiều")
                person.page.locator("#page-form button.button-next").click()
                person.page.wait_for_selector(".error-summary")
                return
            person.page.locator("#page-form button.button-next").click()
            person.page.wait_for_load_state()
            if not person.page.locator("#page-form").count():
                break


def open_trace(person: Person) -> None:
    person.page.locator("main details.fold summary").first.click()


def follow_trace(person: Person) -> None:
    person.page.locator("main details.fold summary").nth(1).click()
    person.page.locator("main details.fold a[href*='/trace/']").first.click()
    person.page.wait_for_url("**/trace/*")


def put_on_roadmap(person: Person) -> None:
    """Take the first step, unless it was taken before, and look at the roadmap."""
    steps = person.page.locator("main .card-next button")
    if steps.count():
        steps.first.click()
        person.page.wait_for_load_state()
    person.page.goto(person.page.url.partition("/result")[0] + "/result/roadmap")


def open_evidence(person: Person) -> None:
    """Open the page of the first question that asks for evidence."""
    pages = person.page.locator("main .tasks a[href*='/pages/']").evaluate_all("links => links.map(link => link.href)")
    for page in pages:
        person.page.goto(page)
        fold = person.page.locator("main details.more").filter(has=person.page.locator("button[name=evidence]")).first
        if fold.count():
            if fold.get_attribute("open") is None:
                fold.locator("summary").click()
            with person.page.expect_navigation():
                fold.locator("button[name=evidence]").click()
            return
    raise AssertionError("no question asks for evidence")


def said_in(person: Person, vietnamese: str, english: str) -> str:
    return english if person.page.locator("html").get_attribute("lang") == "en" else vietnamese
