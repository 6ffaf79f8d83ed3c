// Merkle trees (RFC 9162 section 2.1): a growing tree is the roots of its perfect subtrees.
const leafHash = (data) => sha256(join(Uint8Array.of(0), data));
const nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));

function roots(leaves, sizes) {
  const found = new Map(), nodes = [];
  if (sizes.has(0)) found.set(0, sha256(new Uint8Array(0)));
  leaves.forEach((leaf, index) => {
    let node = leaf;
    for (let size = index; size % 2 === 1; size = (size - 1) / 2) node = nodeHash(nodes.pop(), node);
    nodes.push(node);
    if (sizes.has(index + 1)) found.set(index + 1, nodes.reduceRight((right, left) => nodeHash(left, right)));
  });
  return found;
}
