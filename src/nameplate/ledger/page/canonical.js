// Canonical JSON (RFC 8785): strings and numbers are those of ECMAScript, keys in the order of their UTF-16 code units.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.keys(value).sort().map((key) => `${quoted(key)}:${canonical(value[key])}`).join(',')}}`;
  }
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}

function quoted(text) {
  if (/[\ud800-\udfff]/u.test(text)) throw new LedgerError('half a surrogate pair');
  return JSON.stringify(text);
}

function readCanonical(text) {
  let value, again;
  try {
    value = JSON.parse(text);
    again = canonical(value);
  } catch (error) {
    throw new LedgerError(error instanceof LedgerError ? error.message : 'not JSON');
  }
  if (again !== text) throw new LedgerError('not canonical JSON (RFC 8785): the same value is written in another way');
  return value;
}
