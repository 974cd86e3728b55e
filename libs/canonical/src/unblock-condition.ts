/**
 * What must become true before whatever failed can go on, and who sees to it: in the words that follow "It goes on".
 *
 * Those that a foreign system fulfils (`periodOpened` to `masterDataArrived`) are watched by the worker: nobody tries again by a timer.
 */
export const UNBLOCK_CONDITIONS = {
  callerActs: 'when the caller sends another request; nothing was stored.',
  personActs: 'when its owner has acted and somebody resubmits or discards it.',
  timeOnly: 'by itself: it is tried again later.',
  readBack: 'by itself, as soon as it is known what stands on the other side.',
  periodOpened: 'by itself when the posting period of the date opens in the ERP.',
  lotReleased: 'by itself when the ERP has the lot as unrestricted.',
  stockArrived: 'by itself when there is more stock of the item in the ERP.',
  lockGone: 'by itself when nobody has the order open in the ERP any more.',
  masterDataArrived: 'by itself when the ERP has what is missing; until then a person may correct or discard it.',
  orderHoldEnded: 'by itself when the ERP does not hold the order any more.',
  predecessorPosted: 'by itself when another report of the order is posted or taken back.',
  messageSettled: 'by itself when the other message that it names is finished or has arrived.',
  qualityReleased: 'by itself when quality releases the hold or decides about the lot.',
  mesAnswered: 'by itself when the MES answers.',
  approved: 'by itself when a second person approves it.',
  claimHeld: 'by itself when this gateway holds the ERP of the site.',
} as const;

/** The kind of a condition; a name is never reused for something else. */
export type UnblockCondition = keyof typeof UNBLOCK_CONDITIONS;
