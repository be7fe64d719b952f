import { t } from '../text';
import type { Desk, Notice } from './desk';

/** Says beside the buttons of a part what of it was refused. There before it speaks, so that screen readers hear it. */
export function Refusal({ desk, at }: { desk: Desk; at: Notice['at'] }) {
  const notice = desk.notice.value?.at === at ? desk.notice.value : undefined;
  return (
    <p class="notice" role="status" hidden={!notice}>
      {notice && t(notice.key, notice.state ? { state: t(`state.${notice.state}`) } : {})}
    </p>
  );
}
