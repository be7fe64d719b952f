import { useEffect, useRef } from 'preact/hooks';
import type { MediaSlot } from '../live/whep';

/** One picture slot. Sound comes from elements of its own, so the picture is always muted and may start by itself. */
export function Picture({ slot, speaker, label }: { slot: MediaSlot; speaker?: string | undefined; label: string }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => attach(element.current, slot.stream), [slot.stream]);
  return <video ref={element} muted autoplay playsInline data-slot={slot.mid} data-speaker={speaker} aria-label={label} />;
}

interface SoundProps {
  slot: MediaSlot;
  speaker?: string | undefined;
  muted?: boolean;
  blocked: () => void;
}

/** One sound slot; `blocked` when the browser wants a tap first. */
export function Sound({ slot, speaker, muted, blocked }: SoundProps) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => attach(element.current, slot.stream, blocked), [slot.stream]);
  return <audio ref={element} autoplay muted={muted ?? false} data-slot={slot.mid} data-speaker={speaker} />;
}

/** Our own camera, mirrored as people know themselves. */
export function Self({ stream, label }: { stream: MediaStream; label: string }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => attach(element.current, stream), [stream]);
  return <video ref={element} muted autoplay playsInline class="mirror" data-self aria-label={label} />;
}

function attach(element: HTMLMediaElement | null, stream: MediaStream, blocked?: () => void): (() => void) | undefined {
  if (!element) return undefined;
  element.srcObject = stream;
  element.play().catch((problem: unknown) => {
    if (problem instanceof DOMException && problem.name === 'NotAllowedError') blocked?.();
  });
  return () => {
    element.srcObject = null;
  };
}

/** Starts all sounds that the browser held back; call it from a tap. */
export function playAll(within: ParentNode): void {
  for (const element of within.querySelectorAll<HTMLMediaElement>('audio, video')) void element.play().catch(() => {});
}
