// What a verification says: checks with outcomes; a name without a failure ends in one that says what was found right.
const MOST_LISTED = 100;

class Report {
  constructor() { this.checks = []; this.counts = new Map(); }

  add(name, outcome, says, entry = null, file = null) {
    const kind = `${name}|${outcome}`, count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= MOST_LISTED) this.checks.push({ name, outcome, says, entry, file });
  }

  fail(name, says, entry = null, file = null) { this.add(name, 'failed', says, entry, file); }
  skip(name, says, file = null) { this.add(name, 'not_checked', says, null, file); }
  failed(name) { return this.counts.has(`${name}|failed`); }

  passed(name, says) {
    if (!this.failed(name) && !this.counts.has(`${name}|not_checked`)) this.add(name, 'ok', says);
  }

  all() {
    const more = [...this.counts].filter(([, count]) => count > MOST_LISTED).map(([kind, count]) => {
      const [name, outcome] = kind.split('|');
      return { name, outcome, says: `${count - MOST_LISTED} more like these`, entry: null, file: null };
    });
    return [...this.checks, ...more];
  }
}

// A step that throws is a check that failed, whatever it met: nothing from a bundle may stop the others.
function attempt(report, name, file, entry, step) {
  try { return step(); } catch (error) {
    report.fail(name, error instanceof LedgerError ? error.message : `could not be read (${error.name})`, entry, file);
    return null;
  }
}
