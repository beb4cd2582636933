namespace Daypass.Server.Pages.Shared;

/// <summary>Names the texts about letters, on their own pages and on the page of a case: LetterText.resx.</summary>
internal sealed class LetterText;
