import type { SceneView } from '../contracts';
import type { MediaSlot } from '../live/whep';
import { t } from '../text';
import { Picture, Sound } from '../ui/Media';
import type { Desk } from './desk';
import { placed } from './program';

/** Program and preview side by side: what is seen, and what would be. */
export function Monitors({ desk }: { desk: Desk }) {
  const view = desk.program.view.value;
  if (!view) return null;
  const program = desk.watching.value?.program;
  const slots = program?.watcher.slots.value ?? [];
  const link = program?.watcher.link.state.value;
  const scene: SceneView = view.killed ? { kind: 'slate', speakers: [], tiles: [] } : view.scene;
  const picture = slots.find((s) => s.kind === 'video');
  return (
    <div class="monitors" data-link={link}>
      <figure class="monitor-picture" data-monitor="program" data-scene={scene.kind}>
        <div class="canvas" dir="ltr">
          {picture && link === 'connected' ? (
            <Picture slot={picture} label={t('console.program')} />
          ) : (
            <Scene scene={scene} desk={desk} bare />
          )}
        </div>
        <figcaption>
          <strong class="on-air">{t('console.program')}</strong> {t(`program.scene.${scene.kind}`)}
        </figcaption>
      </figure>
      <figure class="monitor-picture" data-monitor="preview" data-scene={view.preview?.kind}>
        <div class="canvas" dir="ltr">
          {view.preview ? <Scene scene={view.preview} desk={desk} /> : <p class="canvas-words">{t('program.preview.none')}</p>}
        </div>
        <figcaption>
          <strong>{t('program.preview')}</strong> {view.preview && t(`program.scene.${view.preview.kind}`)}
        </figcaption>
      </figure>
      {program && <Sounds slots={slots} desk={desk} from="program" />}
    </div>
  );
}

export function Sounds({ slots, desk, from }: { slots: MediaSlot[]; desk: Desk; from: 'program' | 'backstage' }) {
  const alone = !desk.watching.value?.program; // no mixer: then backstage is all there is to hear
  return (
    <>
      {slots
        .filter((s) => s.kind === 'audio')
        .map((slot) => (
          <Sound key={slot.mid} slot={slot} muted={!alone && desk.hears.value !== from} blocked={() => (desk.soundBlocked.value = true)} />
        ))}
    </>
  );
}

interface SceneProps {
  scene: SceneView;
  desk: Desk;
  /** Names only. */
  bare?: boolean;
}

/** A scene laid out from its fractions, with the pictures that this desk has of those backstage. */
function Scene({ scene, desk, bare }: SceneProps) {
  if (scene.tiles.length === 0) return <p class="canvas-words">{t(`program.scene.${scene.kind}`)}</p>;
  return (
    <>
      {scene.tiles.map((tile) => {
        const slot = bare ? undefined : desk.slotOf(tile.speaker, tile.source);
        const name = desk.speakers.value.find((s) => s.id === tile.speaker)?.name ?? '';
        return (
          <div
            class="canvas-tile"
            key={`${tile.speaker} ${tile.source}`}
            style={placed(tile)}
            data-tile={tile.speaker}
            data-source={tile.source}
          >
            {slot && <Picture slot={slot} speaker={tile.speaker} label={name} />}
            <span class="canvas-name">
              <bdi>{name}</bdi>
              {tile.source === 'screen' && <> · {t('program.screen')}</>}
            </span>
          </div>
        );
      })}
    </>
  );
}
