namespace Daypass.Server.Storage;

internal static class AskingAcross
{
    /// <summary>
    /// One question about all firms inside a transaction of one. What it is asked for is decided and written in this same transaction; and
    /// before anything is written, the walls stand again.
    /// </summary>
    public static async Task<T> AskAcross<T>(this DaypassDb db, Func<DaypassDb, Task<T>> ask)
    {
        if (db.AcrossFirms)
        {
            return await ask(db);
        }

        db.AcrossFirms = true;
        try
        {
            return await ask(db);
        }
        finally
        {
            db.AcrossFirms = false;
        }
    }
}
