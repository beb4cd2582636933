namespace Daypass.Server.Pages.Console.SignIn;

/// <summary>Names the texts of an agent's sign-in and enrolment: EntryText.resx.</summary>
internal sealed class EntryText;
