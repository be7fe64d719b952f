using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture.Overlays;
using LiveDialogue.Mixer.Picture.Text;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Native.Yuv;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Picture;

/// <summary>One <see cref="ProgramPicture"/> prepared for drawing: everything found and measured once, nothing of it per frame. The clock's thread.</summary>
internal sealed class Shot
{
    private static readonly TimeSpan OldEnoughToSay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PhotoIsOld = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan OldestSaid = new(0, 9, 59);

    private readonly OverlayCache _cache;
    private readonly int _width, _height;
    private readonly YuvColour _background, _panel;
    private readonly TileView[] _tiles;
    private readonly OverlaySlot? _title, _countdown, _logo;
    private readonly OverlaySlot _ageBadge, _ageDigits;
    private readonly Area _logoPlace;
    private readonly MonoTime? _until;
    private readonly double _unit;

    public Shot(ProgramPicture picture, int width, int height, OverlayCache cache, Shot? before)
    {
        (_cache, _width, _height, _unit) = (cache, width, height, height / 720.0);
        var brand = picture.Branding;
        var panel = Contrast.Mix(brand.Background, Contrast.TextOn(brand.Background), 0.08);
        (_background, _panel) = (YuvColour.FromRgb(brand.Background), YuvColour.FromRgb(panel));
        _tiles =
        [
            .. SceneLayout.Tiles(picture.Scene, width, height)
                .Select(tile => TileView.For(tile, picture, panel, _unit, cache, before?._tiles.FirstOrDefault(old => old.Tile.Source == tile.Source))),
        ];
        var (title, line, until) = picture.Scene switch
        {
            Scene.Slate slate => (slate.Title, slate.Line, slate.Until),
            Scene.BeRightBack pause => (pause.Title, pause.Line, null),
            _ => ("", "", null),
        };
        _until = until;
        if (title.Length + line.Length > 0)
            _title = new(cache, new OverlaySpec.Title(title, line, until is not null, width, height, brand.Background, brand.Accent), null);
        if (until is not null)
            _countdown = new(cache, new OverlaySpec.DigitRow(TitlePainter.CountdownEm * _unit, Contrast.TextOn(brand.Background)), before?._countdown);
        _logoPlace = LogoPlace.In([.. _tiles.Select(tile => tile.Tile.Area)], width, height);
        if (brand.Logo is { } logo) _logo = new(cache, new OverlaySpec.Mark(logo, _logoPlace.Width, _logoPlace.Height), before?._logo);
        // Held always, so that they are there when an input stalls.
        _ageBadge = new(cache, new OverlaySpec.AgeBadge(_unit), before?._ageBadge);
        _ageDigits = new(cache, new OverlaySpec.DigitRow(AgeBadgePainter.Em * _unit, Contrast.Paper), before?._ageDigits);
    }

    public bool IsSettled(MonoTime now)
    {
        foreach (var tile in _tiles)
            if (tile.Plate?.IsSettled(now) == false || tile.Caption?.IsSettled(now) == false) return false;
        return _title?.IsSettled(now) != false && _countdown?.IsSettled(now) != false && _logo?.IsSettled(now) != false
            && _ageBadge.IsSettled(now) && _ageDigits.IsSettled(now);
    }

    /// <param name="card">The area a question card takes; empty for none. Lower thirds give way to it.</param>
    /// <param name="cardPresence">0 to 1.</param>
    public void Draw(Frame canvas, IInputPictures inputs, Painting painting, in Area card, double cardPresence, MonoTime now)
    {
        Painting.Fill(canvas, new(0, 0, _width, _height), _background);
        foreach (var tile in _tiles)
        {
            var isSeen = DrawSource(canvas, tile, inputs, painting, now);
            if (isSeen) DrawCaption(canvas, tile, painting, card, cardPresence, now);
        }
        if (_title?.At(now) is ({ } title, var titleOpacity)) painting.DrawSprite(canvas, title, 0, 0, titleOpacity);
        if (_countdown?.At(now).Sprite is { } digits && _until is { } until) DrawCountdown(canvas, digits, until - now);
        if (_logo?.At(now) is ({ } logo, var logoOpacity)) DrawLogo(canvas, logo, painting, logoOpacity);
    }

    public void Release()
    {
        foreach (var tile in _tiles)
        {
            tile.Plate?.Release();
            tile.Caption?.Release();
        }
        _title?.Release();
        _countdown?.Release();
        _logo?.Release();
        _ageBadge.Release();
        _ageDigits.Release();
    }

    /// <returns>False when a name stands for the picture.</returns>
    private bool DrawSource(Frame canvas, TileView view, IInputPictures inputs, Painting painting, MonoTime now)
    {
        var picture = inputs.Take(view.Tile.Source, now);
        if (picture.Frame is not { } frame)
        {
            Painting.Fill(canvas, view.Tile.Area, _panel);
            view.Plate ??= new(_cache, view.PlateSpec, null);
            if (view.Plate.At(now) is ({ } plate, var opacity)) painting.DrawSprite(canvas, plate, view.Tile.Area.X, view.Tile.Area.Y, opacity);
            return false;
        }
        Painting.DrawSource(canvas, view.Tile, frame.Picture, _panel);
        frame.Release();
        if (picture.Age >= OldEnoughToSay) DrawAge(canvas, view, painting, picture, now);
        return true;
    }

    private void DrawAge(Frame canvas, TileView view, Painting painting, in SourcePicture picture, MonoTime now)
    {
        var age = picture.Age;
        // A photo comes every five seconds: what stands still by plan isn't a picture that stalls.
        if (!picture.IsPhoto || age >= PhotoIsOld) painting.Darken(canvas, view.Tile.Area);
        if (_ageBadge.At(now).Sprite is not { } badge || _ageDigits.At(now).Sprite is not { } digits) return;

        int x = Even(view.Tile.Area.X + view.Margin), y = Even(view.Tile.Area.Y + view.Margin);
        if (badge.Width + view.Margin > view.Tile.Area.Width || badge.Height + view.Margin > view.Tile.Area.Height) return;
        painting.DrawSprite(canvas, badge, x, y, 1);
        Span<char> text = stackalloc char[CountdownText.MostCharacters];
        var whole = TimeSpan.FromSeconds((long)(age < OldestSaid ? age : OldestSaid).TotalSeconds);
        var length = CountdownText.Write(whole, text);
        DrawDigits(canvas, digits, text[..length], Even(x + (AgeBadgePainter.TextInset * _unit)), Even(y + ((badge.Height - digits.Height) / 2.0)));
    }

    private static void DrawCaption(Frame canvas, TileView view, Painting painting, in Area card, double cardPresence, MonoTime now)
    {
        if (view.Caption?.At(now) is not ({ } sprite, var opacity)) return;

        var tile = view.Tile.Area;
        var x = Even(view.IsRightToLeft ? tile.X + tile.Width - view.Margin - sprite.Width : tile.X + view.Margin);
        var y = Even(tile.Y + tile.Height - view.Margin - sprite.Height);
        if (x < tile.X || y < tile.Y || x + sprite.Width > tile.X + tile.Width) return;
        var isUnderCard = x < card.X + card.Width && card.X < x + sprite.Width && y < card.Y + card.Height && card.Y < y + sprite.Height;
        painting.DrawSprite(canvas, sprite, x, y, isUnderCard ? opacity * (1 - cardPresence) : opacity);
    }

    private void DrawCountdown(Frame canvas, Sprite digits, TimeSpan left)
    {
        Span<char> text = stackalloc char[CountdownText.MostCharacters];
        var length = CountdownText.Write(left, text);
        var x = (_width - Digits.Width(digits, text[..length])) / 2;
        DrawDigits(canvas, digits, text[..length], Even(Math.Max(0, x)), Even((_height * TitlePainter.CountdownAt) - (digits.Height / 2.0)));
    }

    /// <summary>At the end of its place, in the middle of its height.</summary>
    private void DrawLogo(Frame canvas, Sprite logo, Painting painting, double opacity)
    {
        int x = _logoPlace.X + _logoPlace.Width - logo.Width, y = _logoPlace.Y + ((_logoPlace.Height - logo.Height) / 2);
        painting.DrawSprite(canvas, logo, Even(Math.Max(0, x)), Even(Math.Max(0, y)), opacity);
    }

    private void DrawDigits(Frame canvas, Sprite digits, ReadOnlySpan<char> text, int x, int y)
    {
        foreach (var character in text)
        {
            var cell = Digits.Cell(digits, character);
            if (x + cell.Width > _width || y + cell.Height > _height) return;
            Painting.DrawPart(canvas, digits, cell, x, y);
            x += cell.Width;
        }
    }

    private static int Even(double pixels) => (int)pixels & ~1;

    /// <summary>A tile with its overlays.</summary>
    private sealed class TileView(Tile tile, OverlaySpec plateSpec, bool isRightToLeft, int margin)
    {
        internal Tile Tile => tile;
        internal bool IsRightToLeft => isRightToLeft;
        internal int Margin => margin;
        internal OverlaySpec PlateSpec => plateSpec;
        internal OverlaySlot? Caption { get; private init; }

        /// <summary>Made when the picture is missing for the first time: most speakers never need it.</summary>
        internal OverlaySlot? Plate { get; set; }

        internal static TileView For(Tile tile, ProgramPicture picture, uint panel, double unit, OverlayCache cache, TileView? before)
        {
            var caption = picture.Captions.GetValueOrDefault(tile.Source.Speaker, new("", "", ""));
            var (area, accent) = (tile.Area, picture.Branding.Accent);
            // The same place in another layout is another size: then the old overlay wouldn't fit.
            if (before?.Tile != tile) before = null;
            var plate = new OverlaySpec.NamePlate(caption with { Role = "" }, area.Width, area.Height, panel, accent);
            var size = LowerThirdPainter.SizeFor(area.Width, unit);
            var margin = (int)(size switch { CaptionSize.Large => 44, CaptionSize.Medium => 14, CaptionSize.Small => 8, _ => 4 } * unit);
            var hasCaption = tile.Source.Kind != SourceKind.Screen && caption.Name.Length > 0;
            return new(tile, plate, Scripts.IsRightToLeft(caption.Name), margin)
            {
                Caption = hasCaption ? new(cache, new OverlaySpec.LowerThird(caption, size, area.Width - (2 * margin), accent, unit), before?.Caption) : null,
                Plate = before?.Plate is { } old ? new(cache, plate, old) : null,
            };
        }
    }
}
