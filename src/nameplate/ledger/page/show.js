// What is seen. Everything goes in as text, never as markup: a bundle is the work of a stranger.
const ENTRIES_SHOWN = 500, BODY_SHOWN = 2000;
const WORDS = { failed: 'BROKEN', warning: 'note', not_checked: 'not checked', ok: 'ok' };
const at = (id) => document.getElementById(id);
let members = null;

function cell(text, className = '') {
  const made = document.createElement('td');
  made.textContent = text;
  made.className = className;
  return made;
}

function fill(id, rows) {
  at(id).tBodies[0].replaceChildren(...rows.map(({ cells, className = '' }) => {
    const row = document.createElement('tr');
    row.className = className;
    row.append(...cells);
    return row;
  }));
}

function show(found) {
  const faults = found.checks.filter((check) => check.outcome === 'failed').length, count = found.parsed.length;
  const word = document.createElement('b');
  word.textContent = found.intact ? 'Intact' : 'Broken';
  const signed = found.able ? '' : ' The signatures could not be checked in this browser.';
  at('verdict').replaceChildren(word, `: the ledger ${found.origin ?? 'without a name'} with ${count} entries${found.intact ? '.' : `; ${faults} faults.`}${signed}`);
  at('verdict').className = found.intact ? 'verdict' : 'verdict broken';
  at('verdict').dataset.intact = found.intact;
  at('vouch').textContent = found.witnessed
    ? `Somebody outside vouches for the first ${found.witnessed} of them.`
    : 'Nobody you know vouches for it but its keeper, who could have written all of it anew.';
  const order = Object.keys(WORDS), sorted = [...found.checks].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  fill('checks', sorted.map((check) => ({ className: check.outcome, cells: [cell(WORDS[check.outcome]), cell(check.name), cell(place(check)), cell(check.says)] })));
  fill('heads', found.heads.map((head) => ({ cells: [cell(head.size, 'n'), cell(head.root, 'mono'), cell(head.witnesses.join('; ') || 'by nobody you know')] })));
  fill('signers', found.registry.known.map((one) => ({ cells: [cell(one.entries, 'n'), cell(one.key.name), cell(one.record.roles.join(', ')), cell(`${one.key.text}${one.revoked === null ? '' : ` revoked by entry ${one.revoked}`}`, 'mono')] })));
  showEntries(found.parsed);
  at('result').hidden = false;
}

const place = (check) => [check.entry === null ? '' : `entry ${check.entry}`, check.file ?? ''].filter(Boolean).join(', ');

function showEntries(parsed) {
  const last = parsed.slice(-ENTRIES_SHOWN), first = parsed.length - last.length;
  at('shown').textContent = first ? `The last ${last.length} of ${parsed.length}; all of them are in entries.jsonl.` : '';
  fill('entries', last.map((one, i) => ({
    cells: one
      ? [cell(first + i, 'n'), cell(one.entry.time), cell(one.entry.actor), cell(one.entry.act), cell(one.entry.subject), cell(content(one.entry), 'mono')]
      : [cell(first + i, 'n'), cell(''), cell(''), cell('cannot be read'), cell(''), cell('')],
  })));
}

function content(entry) {
  const body = entry.body === null ? '' : JSON.stringify(entry.body);
  const files = entry.attachments.map((file) => `[${file.name}]`).join(' ');
  return [body.length > BODY_SHOWN ? `${body.slice(0, BODY_SHOWN)} …` : body, files].filter(Boolean).join(' ');
}

async function run() {
  if (!members) return;
  at('state').textContent = 'Verifying …';
  await nextTurn();
  const progress = (done, of) => { at('state').textContent = `Verifying: ${done} of ${of} entries`; };
  try {
    show(await verifyBundle(members, readHeld(at('held').value), progress));
    at('state').textContent = 'Done.';
  } catch (error) { refuse(error); }
}

function refuse(error) {
  at('result').hidden = true;
  at('state').textContent = `This cannot be read as a bundle: ${error.message}`;
}

async function open(data) {
  try {
    at('state').textContent = 'Reading …';
    members = await readZip(data);
    await run();
  } catch (error) {
    members = null;
    refuse(error);
  }
}

async function addHeld(files) {
  for (const file of files) at('held').value += `\n${await file.text()}`;
  await run();
}

const openFile = async (file) => file && open(new Uint8Array(await file.arrayBuffer()));
at('file').addEventListener('change', (event) => openFile(event.target.files[0]));
at('heldfiles').addEventListener('change', (event) => addHeld(event.target.files));
at('again').addEventListener('click', run);
for (const name of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    at('drop').classList.toggle('over', name === 'dragover');
    if (name === 'drop') openFile(event.dataTransfer.files[0]);
  });
}
const inside = at('bundle').textContent;
if (inside) open(Uint8Array.from(atob(inside), (char) => char.charCodeAt(0)));
