namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>Something that questions are about, or ask for, in whatever language.</summary>
/// <param name="Index">Its place in the lexicon; a feature of fingerprints.</param>
/// <param name="Id">For people: school, q:when.</param>
/// <param name="Group">Two questions that name different concepts of one group are different questions; empty: no group.</param>
/// <param name="Weight">How much it says about a question: 0.2 for people, 1.3 for measles; 0 for a word that says nothing.</param>
internal sealed record Concept(int Index, string Id, string Group, float Weight);
