namespace Floor;

/// <summary>Makes the tables, and people with a password and a code.</summary>
internal static class Seed
{
    private const string Password = "Correct-horse-7-battery";

    public static string Email(int number) => $"person{number}@floor.example";

    public static async Task Run(IServiceProvider services, FloorSettings settings)
    {
        var (database, codes) = (services.GetRequiredService<Database>(), services.GetRequiredService<Codes>());
        var hash = await services.GetRequiredService<Hash>().Of(Password);
        await database.Write(x =>
        {
            foreach (var table in Tables.All)
            {
                x.Do(table);
            }

            for (var number = 0; number < settings.People; number++)
            {
                x.Do("INSERT INTO accounts (id, email_key, password_hash, policy) VALUES ($1, $2, $3, 1)", SignIns.NewId(), Email(number), hash);
                x.Do("INSERT INTO password_tries (subject, taken, wrong, day_taken, touched_at) VALUES ($1, 0, 0, 0, 0)", Email(number));
            }

            // A commit must be as dear here as it is on the other side.
            return x.Row("PRAGMA synchronous")![0] is 2L ? 0 : throw new InvalidOperationException("SQLite does not run with synchronous=FULL.");
        });
        var lines = new List<string>();
        for (var number = 0; number < settings.People; number++)
        {
            lines.Add($"{Email(number)} {Password} {await codes.Issue(Email(number))}");
        }

        await File.WriteAllLinesAsync(settings.AccountsFile, lines);
    }
}
