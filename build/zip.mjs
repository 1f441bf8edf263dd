import { crc32, deflateRawSync } from "node:zlib";

/** Every file has the same date (1980-01-01 00:00, the first there is), so that the same content makes the same archive. */
const date = (1 << 5) | 1;
/** Names are UTF-8. */
const flags = 1 << 11;
const deflated = 8;
/** Made on Unix, where the upper half of the attributes is the mode: a plain file, readable by all. */
const madeBy = (3 << 8) | 20;
const attributes = 0o100644 << 16;

/**
 * A ZIP archive without anything that needs ZIP64: few and small files.
 * @param files name (with `/`) and content, in the order in which they are to lie in it
 */
export function zip(files) {
  const parts = [];
  const list = [];
  let offset = 0;
  for (const [name, content] of files) {
    const title = Buffer.from(name, "utf8");
    const data = deflateRawSync(content, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(deflated, 4);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, title, data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(attributes >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const made = Buffer.alloc(2);
    made.writeUInt16LE(madeBy);
    list.push(Buffer.concat([Buffer.from("PK\x01\x02"), made, common, rest, title]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
