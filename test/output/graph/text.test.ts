import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatText } from '../../../src/output/graph/text.js';
import { width } from '../../../src/output/text.js';
import { anyPlan, csv, cyclic, hostile, look, report, retail } from './plans.js';

const textOf = (plan: unknown) => formatText(report(plan), look);

describe('a plan as text', () => {
  it('is a tree', () => {
    expect(textOf(csv)).toBe(`Shop shop.plan.yaml

Data sources
└─ files  CSV files

Custom data, in the order of provisioning
1 Loyalty card
  Cards of the loyalty programme, from the exported files.
  ├─ card_number   text      key
  ├─ contact       number    required  → contacts.id_contact
  ├─ tier          list      required  bronze | silver | gold | platinum
  ├─ points        number    required
  ├─ credit        decimal   required
  ├─ member_since  date      required
  ├─ last_used_at  datetime
  ├─ active        bool      required
  ├─ store         text
  └─ note          longtext

Events
loyalty_tier_changed  Loyalty tier changed

Order statuses
pending    Awaiting payment (en, fr)
paid       Paid (en, fr)
shipped    Shipped (en, fr)
delivered  Delivered (en, fr)
cancelled  Cancelled (en, fr)
refunded   Refunded (en, fr)
`);
  });

  it('shows what is wrong where it is', () => {
    expect(textOf(cyclic)).toBe(`Shop shop.plan.yaml

Data sources
└─ a  A  its parent is not in the plan: nope

✗ 3 definitions refer to each other in a circle and cannot be created: Store,
  Employee, Team

Custom data, in the order of provisioning
1 Visit
  ├─ visit_id  text    key
  └─ contact   number  required  → contacts.id_contact
– Store  in a cycle
  ├─ code     text    key
  └─ manager  number  required  → Employee.id (in a cycle)
– Employee  in a cycle
  ├─ matricule  text    key
  ├─ team       number  required  → Team.id (in a cycle)
  └─ mentor     number            → Employee.id
– Team  in a cycle
  ├─ name   text    key
  └─ store  number  required  → Store.id (in a cycle)
– Shift  comes after a cycle
  ├─ shift_id  text          key
  ├─ employee  number        required  → Employee.id
  ├─ room      number                  → Romo.id (not in the plan)
  ├─ day       not declared  key
  └─ contract  not declared            → 30.id (definition on the shop)
`);
  });

  it('has sources under their parents', () => {
    expect(textOf(retail)).toContain(`Data sources
└─ erp  ERP
   ├─ web  Web shop
   ├─ paris  Paris – Rivoli
   │  ├─ pos-1  Till 1
   │  └─ pos-2  Till 2
   └─ lyon  Lyon – Part-Dieu
`);
  });

  it('fits 80 columns, long lists of options too', () => {
    const options = Array.from({ length: 30 }, (_, i) => `option ${i}`);
    const fields = [{ name: 'kind', type: 'list', options }];
    const text = textOf({ customData: [{ name: 'a', description: 'word '.repeat(60), fields }] });
    for (const line of [...text.split('\n'), ...textOf(retail).split('\n')])
      expect(width(line)).toBeLessThanOrEqual(80);
    expect(text).toContain('option 29');
  });

  it('has colours where they are wanted, and red for cycles', () => {
    const style = new Chalk({ level: 1 });
    const text = formatText(report(cyclic), { style, columns: 80 });
    expect(text).toContain(style.red('→ Team.id (in a cycle)'));
  });

  it('says that a plan is empty', () => {
    expect(textOf({})).toBe('Shop shop.plan.yaml\n\nThe plan is empty.\n');
  });

  it('has no character that a terminal would obey', () => {
    const forbidden = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;
    expect(textOf(hostile)).not.toMatch(forbidden);
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(textOf(plan)).not.toMatch(forbidden);
      }),
    );
  });
});
