namespace Daypass.Server.People;

internal enum PersonField { Name = 1, Email = 2, Phone = 3 }

internal enum FieldProblem { Missing = 1, TooLong = 2, NotValid = 3 }

/// <summary>Name and contact details as they are kept: cleaned of what would show them otherwise than they are (Q19).</summary>
internal sealed record PersonDetails(string Name, EmailAddress Email, string? Phone)
{
    public const int LongestName = 200;
    public const int LongestPhone = 40;

    // Fewer digits call nobody.
    private const int FewestDigits = 5;

    /// <summary>The details, or what is wrong with which field.</summary>
    public static (PersonDetails? Details, IReadOnlyDictionary<PersonField, FieldProblem> Problems) Read(string? name, string? email, string? phone)
    {
        var problems = new Dictionary<PersonField, FieldProblem>();
        var cleanName = DisplayText.Clean(name);
        var cleanPhone = DisplayText.Clean(phone);
        var address = EmailAddress.TryRead(email);
        Note(PersonField.Name, cleanName.Length == 0 ? FieldProblem.Missing : cleanName.Length > LongestName ? FieldProblem.TooLong : null);
        Note(PersonField.Email,
            address is not null ? null
            : string.IsNullOrWhiteSpace(email) ? FieldProblem.Missing
            : email.Length > EmailAddress.Longest ? FieldProblem.TooLong
            : FieldProblem.NotValid);
        Note(PersonField.Phone,
            cleanPhone.Length > LongestPhone ? FieldProblem.TooLong
            : cleanPhone.Length > 0 && !IsPhone(cleanPhone) ? FieldProblem.NotValid
            : null);
        return problems.Count == 0 ? (new PersonDetails(cleanName, address!, cleanPhone.Length == 0 ? null : cleanPhone), problems) : (null, problems);

        void Note(PersonField field, FieldProblem? problem)
        {
            if (problem is { } what)
            {
                problems[field] = what;
            }
        }
    }

    /// <summary>Whoever calls it is a person: spaces, brackets and an extension are fine.</summary>
    private static bool IsPhone(string text) =>
        text.Count(char.IsAsciiDigit) >= FewestDigits && text.All(c => char.IsAsciiLetterOrDigit(c) || " +-()./,#*".Contains(c, StringComparison.Ordinal));
}
