import { storeConformance } from '../runtime/store/conformance.ts';
import { openMemoryStore } from './memoryStore.ts';

storeConformance('The store in memory', async () => openMemoryStore());
