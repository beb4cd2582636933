namespace Daypass.Server.Hosting;

/// <summary>Thrown at start where serving would not be safe. The message is for the operator: what is wrong and what to do.</summary>
internal sealed class RefusedToStart(params IReadOnlyList<string> reasons)
    : Exception("Daypass does not start:" + string.Concat(reasons.Select(reason => $"{Environment.NewLine}  {reason}")))
{
    public IReadOnlyList<string> Reasons { get; } = reasons;
}

/// <summary>Why Daypass refuses to start. A number is never reused; each says what to do next.</summary>
internal static class Errors
{
    public static string ListensInClear(string address) =>
        $"DAY001 It would listen on {address} in clear, where others can read along. Give it a certificate (Kestrel:Certificates:Default), or put a proxy with HTTPS in front and name its network in Daypass:TrustedProxies, or listen on localhost only.";

    public static string NoPublicOrigin(string address) =>
        $"DAY002 It listens on {address}, but does not know its own address, which mailed links need. Set Daypass:PublicOrigin, such as https://signin.example.com.";

    public static string BadPublicOrigin(string value) =>
        $"DAY003 Daypass:PublicOrigin is \"{value}\"; it must be scheme, host and port only, such as https://signin.example.com.";

    public static string PublicOriginInClear(string value) =>
        $"DAY004 Daypass:PublicOrigin is {value}; off this machine it must begin with https://.";

    public static string BadTrustedProxy(string value) =>
        $"DAY005 Daypass:TrustedProxies has \"{value}\"; write networks such as 10.0.0.0/8 or single addresses.";

    public static string KeyFileOpenToOthers(string path) =>
        $"DAY006 The key file {path} can be read or changed by others. Run: chmod 600 {path}";

    public static string KeyFileDamaged(string path, int line) =>
        $"DAY007 The key file {path} cannot be understood at line {line}. Put back the copy; with a new file live codes, backup codes and paired devices stop working.";

    public static string GlobalizationInvariant() =>
        "DAY008 .NET runs in globalization-invariant mode, where spellings are not normalised. Install ICU (Debian: libicu72) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.";

    public static string MailInClear(string host) =>
        $"DAY009 Mail would go to {host} in clear. Set Daypass:Mail:Security to StartTls or Tls; None is for a mail server on this machine.";

    public static string BadMailPort(int port) =>
        $"DAY010 Daypass:Mail:Port is {port}; it must be between 1 and 65535 (587 for StartTls, 465 for Tls).";

    public static string BadMailFrom(string? from) =>
        $"DAY011 Daypass:Mail:From is \"{from}\"; set it to the sender's address, such as Daypass <daypass@example.com>.";

    public static string PendingMigrations(int count) =>
        $"DAY012 The PostgreSQL database lacks {count} migration(s). Run: daypass migrate";

    public static string RoleTooStrong(string role) =>
        $"DAY013 The PostgreSQL role \"{role}\" passes by row-level security. Use a role without SUPERUSER and BYPASSRLS: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS;";

    public static string SecondServer(string file) =>
        $"DAY014 Another Daypass serves {file}. SQLite is for one server; stop the other one, or use PostgreSQL (Daypass:ConnectionString).";

    public static string FolderNotUsable(string folder, string why) =>
        $"DAY015 The data folder {folder} cannot be used: {why} Make it writable for this user, or set Daypass:DataFolder.";

    public static string DatabaseNotReachable(string why) =>
        $"DAY016 The database does not answer: {why} Check Daypass:ConnectionString and that the database runs.";

    public static string UnreadableSetting(string why) =>
        $"DAY017 A setting cannot be understood: {why} Correct it, or take it away.";

    public static string AddressTaken(string why) =>
        $"DAY018 Something else listens there already: {why} Stop it, or set another address, such as --urls=http://localhost:5081, or for the support desk --Daypass:Support:Url=http://127.0.0.1:5091.";

    public static string FolderOpenToOthers(string folder) =>
        $"DAY019 The data folder {folder} can be read or changed by others. Run: chmod 700 {folder}";

    public static string SupportListensInClear(string address) =>
        $"DAY020 The support desk would listen on {address} in clear, where others can read along. Give it a certificate (Kestrel:Endpoints:Support:Certificate), or put a proxy with HTTPS in front and name its network in Daypass:TrustedProxies, or listen on this machine only (Daypass:Support:Url).";

    public static string NoSupportOrigin(string address) =>
        $"DAY021 The support desk listens on {address}, but does not know its own address, which agents' links need. Set Daypass:Support:Origin, such as https://desk.internal.example.com.";

    public static string BadSupportOrigin(string value) =>
        $"DAY022 Daypass:Support:Origin is \"{value}\"; it must be scheme, host and port only, such as https://desk.internal.example.com.";

    public static string SupportOriginInClear(string value) =>
        $"DAY023 Daypass:Support:Origin is {value}; off this machine it must begin with https://.";

    public static string BadSupportNetwork(string value) =>
        $"DAY024 Daypass:Support:Networks has \"{value}\"; write networks such as 10.20.0.0/16 or single addresses.";

    public static string BadSupportUrl(string value) =>
        $"DAY025 Daypass:Support:Url is \"{value}\"; it must be one address to listen on, such as http://127.0.0.1:5090, or empty for a server without a support desk.";

    public static string SupportUrlElsewhere() =>
        "DAY026 Kestrel:Endpoints:Support says where the support desk listens, or has a certificate for a desk that is switched off. The address is Daypass:Support:Url; Kestrel:Endpoints:Support is for its certificate only.";

    public static string BadEvidenceDays(int days) =>
        $"DAY027 Daypass:Support:EvidenceDays is {days}; letters are kept between 30 and 3650 days.";

    public static string IntakeInClear(string host) =>
        $"DAY028 Letters would be fetched from {host} in clear. Set Daypass:Support:Intake:Security to Tls or StartTls; None is for a mail server on this machine.";

    public static string BadIntakePort(int port) =>
        $"DAY029 Daypass:Support:Intake:Port is {port}; it must be between 1 and 65535 (993 for Tls, 143 for StartTls).";

    public static string IntakeIncomplete(string host) =>
        $"DAY030 Daypass:Support:Intake names the server {host}, but not whose mailbox and which folder. Set User and Password (and Folder, if it is another than INBOX) beside Host.";

    /// <summary>Not a reason to refuse: sign-in goes on.</summary>
    public static string ClocksDisagree(string what) =>
        $"DAY103 The clocks disagree: {what} No code is issued and no hold ends until they agree. If the clock is wrong now, set it (timedatectl; keep it right with chrony or systemd-timesyncd): the alarm ends by itself within a minute. If it is right now, because it was wrong before or the machine was suspended, restart Daypass.";

    /// <summary>Not a reason to refuse: the walls are forced for the owner too.</summary>
    public static string RoleOwnsTables(string role) =>
        $"DAY104 The PostgreSQL role \"{role}\" owns the tables, so whoever gets hold of it could switch row-level security off or change the audit record. Serve with a role of its own: daypass migrate --grant ROLE, as the owner.";

    /// <summary>Not a reason to refuse: only letters are not shown until then.</summary>
    public static string ProgramMissing(string program, string package, string what) =>
        $"DAY106 The program {program} is missing, so the support desk cannot show {what}: they are taken and can be shown later. Install it (Debian: apt-get install {package}); no restart is needed.";

    /// <summary>Not a reason to refuse: limits of time, memory and size hold all the same.</summary>
    public static string NoSandbox(bool isInstalled) =>
        "DAY110 The programs that show letters run without a sandbox: one that a letter took over could use the network and read what this user can read. "
        + (isInstalled ? "bubblewrap is there but does not work: allow user namespaces (sysctl kernel.unprivileged_userns_clone=1; in a container, its security options)." : "Install it (Debian: apt-get install bubblewrap); no restart is needed.");
}
