// What the auditor holds, from one text: keys a line each, heads as three lines or as a whole note, in any order.
function readHeld(text) {
  const held = { keys: [], witnesses: [], heads: [], strange: [] };
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at].trim();
    if (line === '' || line.startsWith('#')) continue;
    try {
      if (/^\d+$/.test(lines[at + 1] ?? '') && /^[A-Za-z0-9+/]{43}=$/.test(lines[at + 2] ?? '')) at = takeHead(lines, at, held);
      else takeKey(line, held);
    } catch (error) { held.strange.push(error.message); }
  }
  return held;
}

function takeKey(line, held) {
  const key = parseKey(line);
  (key.kind === COSIGNATURE ? held.witnesses : held.keys).push(key);
}

function takeHead(lines, at, held) {
  const text = `${lines.slice(at, at + 3).join('\n')}\n`;
  let end = at + 3;
  while (lines[end + 1]?.startsWith('— ') && (lines[end] === '' || lines[end].startsWith('— '))) end++;
  const signed = end > at + 3 ? readNote(`${lines.slice(at, end + 1).join('\n')}\n`) : { text, signatures: [] };
  held.heads.push({ where: 'held heads', file: `head of ${lines[at + 1]} that you hold`, head: readHead(signed.text), note: signed });
  return end > at + 3 ? end : at + 2;
}
