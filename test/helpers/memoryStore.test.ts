import { storeConformance } from '../runtime/store/conformance.ts';
import { scheduleConformance } from '../runtime/store/schedule-conformance.ts';
import { MemoryData, openMemoryStore } from './memoryStore.ts';

storeConformance('The store in memory', async () => openMemoryStore());
scheduleConformance('The store in memory', async () => {
  const data = new MemoryData();
  return [openMemoryStore(data), openMemoryStore(data)];
});
