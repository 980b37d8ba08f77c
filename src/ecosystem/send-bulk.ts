import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Logger, RejectedItem, SendBulk } from '../connector/types.js';
import { makeSendBulk as make } from '../runtime/sync/push/send-bulk.js';

/** Called once for each call that had rejects, also if the call fails after them. */
export type OnReject = (count: number, items: RejectedItem[]) => void | Promise<void>;

/** Like `makeSendBulk` of spm-connect, with the kit's form of the sink. */
export function makeSendBulk(client: SpmHttpClient, logger: Logger, onReject?: OnReject): SendBulk {
  const tell = async (...given: unknown[]) => {
    const items: RejectedItem[] = [];
    const sendBulk = make(client, logger, ({ index, given: item, errors, status }) => {
      items.push({ index, item: item as RejectedItem['item'], errors, status });
    });
    try {
      return await (sendBulk as (...args: unknown[]) => Promise<unknown>)(...given);
    } finally {
      if (items.length > 0) await onReject?.(items.length, items);
    }
  };
  return tell as SendBulk;
}
