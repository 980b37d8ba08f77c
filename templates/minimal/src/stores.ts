/** A store as the partner describes it. */
export interface PartnerStore {
  id: string;
  town: string;
  country: string;
  opened: string;
}

/** Replaces the partner's API for now: write your own calls here, page by page. */
export async function* fetchStores(country: string): AsyncGenerator<PartnerStore> {
  for (const store of STORES) {
    if (store.country === country) yield store;
  }
}

const STORES: PartnerStore[] = [
  { id: 'PAR-1', town: 'Paris', country: 'FR', opened: '2019-03-02' },
  { id: 'LYO-1', town: 'Lyon', country: 'FR', opened: '2021-09-17' },
  { id: 'KOL-1', town: 'Köln', country: 'DE', opened: '2023-05-04' },
];
