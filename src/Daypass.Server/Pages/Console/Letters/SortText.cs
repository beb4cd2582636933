namespace Daypass.Server.Pages.Console.Letters;

/// <summary>Names the texts of the list of letters and of what is done with one: SortText.resx.</summary>
internal sealed class SortText;
