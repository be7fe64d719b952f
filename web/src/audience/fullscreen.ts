// The whole screen for the picture, or for the recording's own element where pages may not have it (Safari on phones).

type WebKitVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

export function toggleFullscreen(place: HTMLElement): void {
  if (document.fullscreenElement) {
    void document.exitFullscreen();
    return;
  }
  const screen = place.querySelector<HTMLElement>('.screen') ?? place;
  if (screen.requestFullscreen) void screen.requestFullscreen().catch(() => {});
  else place.querySelector<WebKitVideo>('video')?.webkitEnterFullscreen?.();
}
