namespace LiveDialogue.Server.Translation;

/// <summary>A text in another language than it was written in.</summary>
/// <param name="ByMachine">To be labelled so; false once a person corrected it.</param>
/// <param name="Via">The languages between, where no engine has the pair: es for en→es→fr.</param>
/// <param name="Engine">Its name; empty for a person's.</param>
/// <param name="Terms">Those of the glossary that the text holds.</param>
public sealed record TranslatedText(string Text, bool ByMachine, IReadOnlyList<string> Via, string Engine = "", IReadOnlyList<string>? Terms = null);
