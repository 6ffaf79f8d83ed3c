// ZIP (APPNOTE 4.3), read as the work of a stranger: stored or deflated members, with limits, without ZIP64.
const MOST_MEMBERS = 100000, MOST_RATIO = 200, MOST_TOTAL = 1 << 30;

async function readZip(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const members = new Map();
  let total = 0;
  for (const one of directory(view, data)) {
    if (one.name.endsWith('/')) continue;
    if (members.has(one.name)) throw new LedgerError(`two members have the name ${one.name}`);
    if (!goodName(one.name)) throw new LedgerError(`'${one.name}': not a name inside a bundle`);
    total += one.size;
    if (total > MOST_TOTAL || total > data.length * MOST_RATIO) throw new LedgerError('unpacks to too much; use the program');
    members.set(one.name, await unpack(view, data, one));
  }
  return members;
}

function goodName(name) {
  return !/^\/|[\\:]/.test(name) && name.split('/').every((part) => !['', '.', '..'].includes(part));
}

function* directory(view, data) {
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw new LedgerError('too large for this page; use the program');
  if (count > MOST_MEMBERS) throw new LedgerError('too many members');
  for (let i = 0; i < count; i++) {
    if (at + 46 > data.length || view.getUint32(at, true) !== 0x02014b50) throw new LedgerError('its directory is damaged');
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const one = {
      name: decodeName(data.subarray(at + 46, at + 46 + lengths[0])),
      encrypted: view.getUint16(at + 8, true) & 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      local: view.getUint32(at + 42, true),
    };
    if ([one.packed, one.size, one.local].includes(0xffffffff)) throw new LedgerError('too large for this page; use the program');
    yield one;
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
}

function decodeName(raw) {
  try { return utf8(raw); } catch { throw new LedgerError('a name in it is not UTF-8'); }
}

function endOfDirectory(view) {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65557); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw new LedgerError('not a ZIP');
}

async function unpack(view, data, one) {
  if (one.encrypted || ![0, 8].includes(one.method)) throw new LedgerError(`${one.name}: encrypted, or packed in another way than deflate`);
  if (one.local + 30 > data.length || view.getUint32(one.local, true) !== 0x04034b50) throw new LedgerError(`${one.name}: damaged`);
  const start = one.local + 30 + view.getUint16(one.local + 26, true) + view.getUint16(one.local + 28, true);
  const packed = data.subarray(start, start + one.packed);
  const plain = one.method === 0 ? packed : await inflate(packed, one);
  if (plain.length !== one.size) throw new LedgerError(`${one.name}: damaged`);
  return plain;
}

async function inflate(packed, one) {
  const parts = [];
  let length = 0;
  try {
    const stream = new DecompressionStream('deflate-raw'), writer = stream.writable.getWriter(), reader = stream.readable.getReader();
    Promise.all([writer.write(packed), writer.close()]).catch(() => {}); // the reader tells it
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      length += piece.value.length;
      if (length > one.size) throw new LedgerError(`${one.name}: longer than it says`);
      parts.push(piece.value);
    }
  } catch (error) {
    throw error instanceof LedgerError ? error : new LedgerError(`${one.name}: damaged`);
  }
  return join(...parts);
}
