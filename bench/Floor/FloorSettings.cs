namespace Floor;

internal sealed class FloorSettings
{
    public string SqliteFile { get; init; } = "floor.db";

    /// <summary>Takes the password's hash out of the measurement.</summary>
    public bool FreeHash { get; init; }

    public int People { get; init; } = 10;

    /// <summary>Where the seed writes who can sign in: a line each of email, password and code, with blanks between.</summary>
    public string AccountsFile { get; init; } = "accounts.txt";
}
