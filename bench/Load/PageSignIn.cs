using System.Net;

namespace Daypass.Bench;

/// <summary>Somebody who can sign in, as a server wrote it down.</summary>
internal sealed record Person(string Email, string Password, string Code)
{
    /// <summary>Email, password and code in a line.</summary>
    public static Person[] ReadAll(string file) => [.. File.ReadLines(file).Select(x => x.Split(' ')).Select(x => new Person(x[0], x[1], x[2]))];
}

/// <summary>What a browser does to sign in: get the page, post the password, get the next page, post the code.</summary>
/// <param name="page">Where it begins.</param>
/// <param name="cookie">What the session is called.</param>
internal sealed class PageSignIn(Uri page, string cookie)
{
    public async Task<bool> Run(HttpClient client, Person person)
    {
        if (await PasswordStep(client) is not { } passwordStep)
        {
            return false;
        }

        using var passwordAnswer = await passwordStep.Post(client, ("username", person.Email), ("current-password", person.Password));
        if (passwordAnswer.StatusCode != HttpStatusCode.Redirect
            || await FormPage.Get(client, passwordAnswer.Headers.Location!, "one-time-code") is not { } codeStep)
        {
            return false;
        }

        using var codeAnswer = await codeStep.Post(client, ("one-time-code", person.Code));
        return codeAnswer.StatusCode == HttpStatusCode.Redirect
            && codeAnswer.Headers.NonValidated.TryGetValues("Set-Cookie", out var set)
            && set.Any(x => x.StartsWith($"{cookie}=", StringComparison.Ordinal));
    }

    public Task<FormPage?> PasswordStep(HttpClient client) => FormPage.Get(client, page, "current-password");

    /// <summary>By browsers that were never there before, every person used by one worker only.</summary>
    public Task<Figures> Load(Uri address, Person[] people, int parallel, TimeSpan duration, int measured, bool warmUp = true)
    {
        var turns = new int[parallel];
        return LoadRun.Run(parallel, duration, measured, async worker =>
        {
            var own = (people.Length - worker + parallel - 1) / parallel;
            using var client = Browser.New(address);
            return await Run(client, people[worker + (turns[worker]++ % own * parallel)]);
        }, warmUp);
    }
}
