namespace LiveDialogue.Sfu.Stages;

/// <summary>What a subscriber's slots are filled with.</summary>
public enum StageView
{
    /// <summary>The audience: the first video slot follows the active speaker, the others hold the rest of those on air; audio slots carry the loudest. While the mixed program flows: that, and nothing else.</summary>
    Program,

    /// <summary>Speakers: everybody on air but themselves, each in a slot that stays theirs while there is room; a shared screen has a slot of its own.</summary>
    OnAir,

    /// <summary>Moderators and hosts: those on air, after them those in the green room.</summary>
    Backstage,
}
