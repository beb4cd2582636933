namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>The choice of a kind's policy, with the number of people whom it concerns at once.</summary>
internal sealed record PolicyChoice(string Field, Kind Kind, Policy? Chosen, int WithoutDevice);
