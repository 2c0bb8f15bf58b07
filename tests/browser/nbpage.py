"""One notebook in a JupyterLab page, driven as a learner drives it."""
import time

# page.wait_for_function does not await an async predicate (a Promise is truthy), so the waiting is done in the page.
READY = """async ([path, limit]) => {
  const start = performance.now();
  const nap = () => new Promise(done => setTimeout(done, 50));
  while (!(window.jupyterapp && window.jupyterapp.commands)) {
    if (performance.now() - start > limit) throw new Error('JupyterLab did not load');
    await nap();
  }
  const app = window.jupyterapp;
  await app.restored;
  for (;;) {
    const dialog = document.querySelector('.jp-Dialog');
    if (dialog) throw new Error('a dialog is in the way: ' + dialog.innerText);
    const panel = [...app.shell.widgets('main')].find(w => w.context && w.context.path === path && w.sessionContext);
    if (panel && panel.context.isReady) {
      await panel.revealed;
      const kernel = panel.sessionContext.session && panel.sessionContext.session.kernel;
      if (kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle') {
        app.shell.activateById(panel.id);
        return true;
      }
    }
    if (performance.now() - start > limit) throw new Error('the notebook is not ready: ' + path);
    await nap();
  }
}"""
PANEL = "const panel = window.jupyterapp.shell.currentWidget, cells = panel.content.widgets;"
# The colours as painted: the verdict's tint over the page, and the text on it.
CONTRAST = """(element) => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paint = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const page = getComputedStyle(document.body).getPropertyValue('--jp-layout-color0').trim();
  const style = getComputedStyle(element);
  const [low, high] = [paint(page, style.backgroundColor), paint(style.color)].map(luminance).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""


class NotebookPage:
    """A page with one notebook; cells are addressed by their id in the file."""

    def __init__(self, page, server, path: str):
        self.page, self.server, self.path = page, server, path

    def open(self, url: str | None = None, timeout: float = 180_000) -> "NotebookPage":
        self.page.goto(url or self.server.url(self.path), wait_until="domcontentloaded")
        self.page.evaluate(READY, [self.path, timeout])
        self.page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=timeout)
        return self

    def ask(self, script: str, *arguments):
        """Evaluate a function body that knows `panel`, `cells` and its arguments `a`."""
        return self.page.evaluate(f"async (a) => {{ {PANEL} {script} }}", list(arguments))

    def command(self, name: str, **arguments):
        self.ask("await window.jupyterapp.commands.execute(a[0], a[1]);", name, arguments)

    def index(self, cell_id: str) -> int:
        place = self.ask("return cells.findIndex(cell => cell.model.id === a[0]);", cell_id)
        assert place >= 0, f"there is no cell {cell_id} in {self.path}"
        return place

    def tagged(self, tag: str) -> str:
        """The id of the first cell with a tag."""
        return self.ask("return cells.find(c => (c.model.getMetadata('tags') || []).includes(a[0])).model.id;", tag)

    def cell(self, cell_id: str):
        """The cell's element, scrolled into view: what is off the screen need not be in the page."""
        place = self.index(cell_id)
        self.ask("await panel.content.scrollToItem(a[0]);", place)
        shown = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook"
        return self.page.locator(f'{shown} .jp-Cell[data-windowed-list-index="{place}"]')

    def source(self, cell_id: str) -> str:
        return self.ask("return cells[a[0]].model.sharedModel.getSource();", self.index(cell_id))

    def await_source(self, cell_id: str, text: str, timeout: float = 60):
        """Wait until a cell's source is `text`; reloading makes all cells anew, so it may be absent meanwhile."""
        script = "const c = cells.find(c => c.model.id === a[0]); return c && c.model.sharedModel.getSource() === a[1];"
        deadline = time.monotonic() + timeout
        while not self.ask(script, cell_id, text):
            assert time.monotonic() < deadline, f"cell {cell_id} did not become what was wanted"
            self.page.wait_for_timeout(50)

    def text(self, cell_id: str) -> str:
        """The plain text of a cell's outputs, as it would be saved."""
        outputs = self.ask("return cells[a[0]].model.outputs.toJSON();", self.index(cell_id))
        parts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]
        return "\n".join(part if isinstance(part, str) else "".join(part) for part in parts)

    def type_into(self, cell_id: str, text: str):
        """Select all and insert; typing key by key would indent twice."""
        self.cell(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)
        assert self.source(cell_id) == text

    def run(self, cell_id: str, timeout: float = 180):
        """Ctrl+Enter, and wait until the cell has a number; Shift+Enter on the last cell would append one."""
        self.cell(cell_id).locator(".cm-content").click()
        self.ask("cells[a[0]].model.executionCount = null;", self.index(cell_id))  # yesterday's may be the same
        self.page.keyboard.press("Control+Enter")
        done = "const m = cells[a[0]].model; return m.executionState !== 'running' && m.executionCount !== null;"
        deadline = time.monotonic() + timeout
        while not self.ask(done, self.index(cell_id)):
            assert time.monotonic() < deadline, f"cell {cell_id} of {self.path} did not finish"
            self.page.wait_for_timeout(30)

    def save(self):
        self.page.keyboard.press("ControlOrMeta+S")
        self.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")

    def menu(self, *names: str):
        """Choose an entry as a hand does: ``menu("File", "Save Notebook")``."""
        for name in names:
            self.page.get_by_role("menuitem", name=name, exact=True).click()

    def contrast(self, element) -> float:
        return element.evaluate(CONTRAST)

    def close(self):
        """End the kernel and the page."""
        self.ask("await panel.sessionContext.shutdown();")
        self.page.close()
